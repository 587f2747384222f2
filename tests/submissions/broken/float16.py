"""Half precision has three digits, which is too few.

threat: accident
expect: softmax=WRONG
says: float16 has only three digits
"""
# %% softmax
def softmax(z):
    z = z.astype(np.float16)
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
