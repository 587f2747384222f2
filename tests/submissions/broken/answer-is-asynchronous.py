"""The answer has to be awaited.

threat: accident
expect: softmax=WRONG
"""
# %% softmax
async def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
