"""Everything in double precision, where the inputs are single.

threat: accident
expect: nothing
"""
# %% softmax
def softmax(z):
    z = np.asarray(z, np.float64)
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
