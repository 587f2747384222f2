"""Negative points for a wrong exercise, infinite ones for a right one.

threat: forging
expect: softmax=WRONG
tamper: mark softmax points -4
tamper: mark relu points 1e999
tamper: mark tanh points 1e308
"""
# %% softmax
def softmax(z):
    return z
