"""Nested lists of Python's numbers.

threat: accident
expect: nothing
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return (powers / powers.sum(-1, keepdims=True)).tolist()
