"""A tuple with an array for each row.

threat: accident
expect: nothing
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return tuple(row for row in powers / powers.sum(-1, keepdims=True))
