"""Rows of different lengths.

threat: accident
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return [[1.0] * (number + 1) for number in range(len(z))]
