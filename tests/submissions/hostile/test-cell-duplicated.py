"""Paste the test cell a second time with its metadata: it aborts the whole batch in stock nbgrader.

threat: forging
expect: softmax=WRONG
tamper: duplicate softmax
"""
# %% softmax
def softmax(z):
    return z
