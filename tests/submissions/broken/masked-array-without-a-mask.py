"""A masked array in which nothing is masked: right numbers in another class of array.

threat: accident
expect: nothing
"""
# %% softmax
def softmax(z):
    powers = np.ma.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
