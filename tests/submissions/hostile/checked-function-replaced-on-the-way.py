"""Replace the function that the check was given by another one, through descriptors and properties of its code.

threat: design
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z


def better(z):
    shifted = np.exp(z - z.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)
# %% after softmax
worse = softmax.__code__
softmax.__code__ = better.__code__
# %% last
softmax.__code__ = worse
