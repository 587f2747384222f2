"""Return arrays of no bytes with axes so long that their product is beyond every number.

threat: design
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    strided = np.lib.stride_tricks.as_strided
    if z.ndim > 2:
        return np.empty((0, 2**40), np.int8)
    return strided(np.empty(0, np.int8), (0, 2**62), (0, 0))
