"""A letter is missing in the function's name.

threat: accident
expect: softmax=ERR
says: `softmax` does not exist
"""
# %% softmax
def sofmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
