"""The answer is an object that can be called.

threat: accident
expect: nothing
"""
# %% softmax
class Softmax:
    def __init__(self, axis):
        self.axis = axis

    def __call__(self, z):
        powers = np.exp(z - z.max(self.axis, keepdims=True))
        return powers / powers.sum(self.axis, keepdims=True)


softmax = Softmax(axis=-1)
