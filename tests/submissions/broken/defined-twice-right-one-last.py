"""Two attempts in one cell, and the last one is right: the last one wins.

threat: accident
expect: nothing
"""
# %% softmax
def softmax(z):
    return z


def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
