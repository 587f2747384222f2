"""Swap the grade_ids of two tests, so that the easy exercise earns the points of the hard one.

threat: forging
expect: softmax=WRONG
tamper: swap linear softmax
"""
# %% softmax
def softmax(z):
    return z
