"""Paste the test cell twice and make the first copy one that always holds, so that the copy is graded.

threat: forging
expect: softmax=WRONG
tamper: duplicate softmax
tamper: rewrite softmax "assert True"
"""
# %% softmax
def softmax(z):
    return z
