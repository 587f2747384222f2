"""Two attempts in one cell, and the last one is wrong.

threat: accident
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def softmax(z):
    return z / z.sum(-1, keepdims=True)
