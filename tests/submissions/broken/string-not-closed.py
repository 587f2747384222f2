"""A quotation mark is missing.

threat: accident
expect: softmax=ERR
says: `softmax` does not exist
"""
# %% softmax
def softmax(z):
    """Softmax over the last axis.
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
