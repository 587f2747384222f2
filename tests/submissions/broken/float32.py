"""Everything in single precision.

threat: accident
expect: nothing
"""
# %% softmax
def softmax(z):
    z = np.asarray(z, np.float32)
    powers = np.exp(z - z.max(-1, keepdims=True))
    return (powers / powers.sum(-1, keepdims=True)).astype(np.float32)
