"""Right numbers in a complex array.

threat: accident
expect: softmax=WRONG
says: complex
"""
# %% softmax
def softmax(z):
    powers = np.exp((z - z.max(-1, keepdims=True)).astype(complex))
    return powers / powers.sum(-1, keepdims=True)
