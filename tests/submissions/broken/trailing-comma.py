"""A comma behind the result makes a tuple of one.

threat: accident
expect: softmax=WRONG
says: a trailing comma makes a tuple
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True),
