"""A graded function that prints ten million characters.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
def softmax(z):
    print("z is " * 2_000_000)
    return np.exp(z - z.max(-1, keepdims=True)) / np.exp(z - z.max(-1, keepdims=True)).sum(-1, keepdims=True)
