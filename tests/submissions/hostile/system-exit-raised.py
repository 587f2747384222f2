"""Raise `SystemExit(0)` in a graded function.

threat: forging
expect: softmax=ERR
"""
# %% softmax
def softmax(z):
    raise SystemExit(0)
