"""More digits than asked for: any real floating type is right.

threat: accident
expect: nothing
"""
# %% softmax
def softmax(z):
    z = np.asarray(z, np.longdouble)
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
