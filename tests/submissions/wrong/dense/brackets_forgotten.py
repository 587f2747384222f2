"""Denominators without brackets."""

import numpy as np


def sigmoid(z):
    return 1 / 1 + np.exp(-np.asarray(z, float))


def tanh(z):
    z = np.asarray(z, float)
    return (1 - np.exp(-2 * z)) / 1 + np.exp(-2 * z)
