"""Zero the inputs, so that a reference that is computed afterwards agrees with a constant.

threat: design
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    z[...] = 0
    return np.full(z.shape, 1 / z.shape[-1], np.float32)
