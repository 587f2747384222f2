"""A read-only view that repeats one row.

threat: accident
expect: nothing
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    result = powers / powers.sum(-1, keepdims=True)
    result.flags.writeable = False
    return np.broadcast_to(result, z.shape)
