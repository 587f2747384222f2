"""A helper that is defined in a later cell: the checks run when all cells have.

threat: accident
expect: nothing
"""
# %% softmax
def softmax(z):
    powers = np.exp(shifted(z))
    return powers / powers.sum(-1, keepdims=True)
# %% last
def shifted(z):
    return z - z.max(-1, keepdims=True)
