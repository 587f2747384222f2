"""One array of 80 GB in a graded function.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
def softmax(z):
    table = np.ones((100_000, 100_000))
    return z @ table[: z.shape[-1], : z.shape[-1]]
