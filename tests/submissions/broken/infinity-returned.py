"""An answer that divides by zero.

threat: accident
expect: softmax=WRONG
says: infinite
"""
# %% softmax
def softmax(z):
    return np.exp(np.float64(z) - z.max()) / (z.sum(-1, keepdims=True) * 0)
