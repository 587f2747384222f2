"""Return views whose strides are zero, negative or overlap, of the right shape and with wrong numbers.

threat: design
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    flat = np.ascontiguousarray(z, np.float32).ravel()
    return np.lib.stride_tricks.as_strided(flat[::-1], z.shape, (0,) * (z.ndim - 1) + (-4,))
