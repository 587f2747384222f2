"""A function of SciPy, which is there and gives what is asked for.

threat: accident
expect: nothing
"""
# %% softmax
import scipy.special


def softmax(z):
    return scipy.special.softmax(z, axis=-1)
