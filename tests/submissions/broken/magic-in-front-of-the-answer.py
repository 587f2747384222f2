"""The answer's cell begins with a magic.

threat: accident
expect: nothing
"""
# %% softmax
%%time
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
