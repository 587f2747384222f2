"""The answer was written into a new cell, and the prepared one deleted.

threat: accident
expect: nothing
says: another cell defines softmax
tamper: delete softmax-code
"""
# %% after sigmoid
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
