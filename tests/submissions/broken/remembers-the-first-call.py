"""A cache that forgets to look at the values.

threat: accident
expect: softmax=WRONG
"""
# %% softmax
cache = {}


def softmax(z):
    if "result" not in cache:
        powers = np.exp(z - z.max(-1, keepdims=True))
        cache["result"] = powers / powers.sum(-1, keepdims=True)
    return cache["result"]
