"""Beyond 5, or 3 for tanh, the curves are taken for flat."""

import numpy as np


def sigmoid(z):
    z = np.asarray(z, float)
    return np.where(np.abs(z) > 5, z > 0, 0.5 + 0.5 * np.tanh(z / 2))


def tanh(z):
    return np.where(np.abs(z) > 3, np.sign(z), np.tanh(z))
