"""Rename the test to an exercise that does not exist and is worth forty points.

threat: forging
expect: softmax=WRONG
tamper: mark softmax points 40
tamper: mark softmax grade_id '"bonus"'
"""
# %% softmax
def softmax(z):
    return z
