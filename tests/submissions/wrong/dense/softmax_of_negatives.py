"""The exponent has the wrong sign: the smallest score gets the largest share."""

import numpy as np


def softmax(z):
    powers = np.exp(np.min(z, axis=-1, keepdims=True) - z)
    return powers / powers.sum(axis=-1, keepdims=True)
