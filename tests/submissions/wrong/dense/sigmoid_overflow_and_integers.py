"""Two mistakes: a fraction that overflows, written into an array of the input's dtype."""

import numpy as np


def sigmoid(z):
    out = np.empty_like(z)
    with np.errstate(all="ignore"):
        out[:] = np.exp(z) / (np.exp(z) + 1)
    return out
