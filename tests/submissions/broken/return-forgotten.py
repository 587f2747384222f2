"""The result is computed, and not returned.

threat: accident
expect: softmax=WRONG
says: without a return
"""
# %% softmax
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    result = powers / powers.sum(-1, keepdims=True)
