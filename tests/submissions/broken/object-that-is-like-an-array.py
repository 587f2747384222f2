"""A table of another library, which converts to an array when asked.

threat: accident
expect: nothing
"""
# %% softmax
class DataFrame:
    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.values, dtype)


def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return DataFrame(powers / powers.sum(-1, keepdims=True))
