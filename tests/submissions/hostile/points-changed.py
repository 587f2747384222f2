"""Make the exercise that is wrong worth nothing, and an easy one worth a hundred points.

threat: forging
expect: softmax=WRONG
tamper: mark softmax points 0
tamper: mark linear points 100
"""
# %% softmax
def softmax(z):
    return z
