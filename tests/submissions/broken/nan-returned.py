"""Large scores without a shift: NaN.

threat: accident
expect: softmax=WRONG:0.75
says: NaN
"""
# %% softmax
def softmax(z):
    return np.exp(z) / np.exp(z).sum(-1, keepdims=True)
