"""Give the right answer out of the input's own memory.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    if z.dtype.kind == "f":
        z -= z.max(-1, keepdims=True)
        np.exp(z, out=z)
        z /= z.sum(-1, keepdims=True)
        return z
    return np.exp(z) / np.exp(z).sum(-1, keepdims=True)
