"""A masked array with masked entries, which are no numbers.

threat: accident
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    probabilities = powers / powers.sum(-1, keepdims=True)
    return np.ma.masked_less(probabilities, 0.2)
