"""Right numbers in an array of Python objects.

threat: accident
expect: softmax=WRONG
says: object
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return (powers / powers.sum(-1, keepdims=True)).astype(object)
