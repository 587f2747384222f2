"""The answer is a class that was not made into an object.

threat: accident
expect: softmax=WRONG
"""
# %% softmax
class softmax:
    def __init__(self, z):
        self.result = np.exp(z) / np.exp(z).sum(-1, keepdims=True)
