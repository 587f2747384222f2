"""NumPy under its full name and under the name of another library.

threat: accident
expect: nothing
"""
# %% softmax
import numpy
import numpy as jnp


def softmax(z):
    powers = jnp.exp(z - numpy.max(z, -1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
