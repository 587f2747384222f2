"""Return a view of one number that claims to be a hundred gigabytes.

threat: design
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    if z.ndim > 2:
        return [np.broadcast_to(np.float32(0.25), (25_000_000_000,))] * 1000
    return np.broadcast_to(np.float32(0.25), (5_000_000_000, 5))
