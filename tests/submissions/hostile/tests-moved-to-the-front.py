"""Move every test to the front of the notebook, before any answer exists.

threat: forging
expect: softmax=WRONG
tamper: tests_first
"""
# %% softmax
def softmax(z):
    return z
