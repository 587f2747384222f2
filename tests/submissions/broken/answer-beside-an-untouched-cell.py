"""The prepared cell is untouched; the answer stands in a new cell right behind it.

threat: accident
expect: nothing
"""
# %% softmax
def softmax(z):
    """Softmax over the last axis, safe for large scores.

    z: (..., classes); result: the same shape, positive, sums to 1 over the last axis.
    """
    # YOUR CODE HERE
    pass
# %% after softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
