"""Right numbers in Fortran's order, read backwards twice.

threat: accident
expect: nothing
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return np.asfortranarray((powers / powers.sum(-1, keepdims=True))[..., ::-1])[..., ::-1]
