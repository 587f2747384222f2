"""Right code by calls that are to go away.

threat: accident
expect: nothing
"""
# %% softmax
import warnings


def softmax(z):
    warnings.warn("use something newer", DeprecationWarning, stacklevel=2)
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / np.reshape(powers.sum(-1), powers.shape[:-1] + (1,), order="C")
