"""Everything from NumPy without its name, which replaces some of Python's own functions.

threat: accident
expect: nothing
"""
# %% softmax
from numpy import *


def softmax(z):
    powers = exp(z - max(z, axis=-1, keepdims=True))
    return powers / sum(powers, axis=-1, keepdims=True)
