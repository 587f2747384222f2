"""Softmax through the logarithm of the sum of exponentials, in float32; a sigmoid with two branches."""

import numpy as np


def softmax(z):
    z = z.astype(np.float32)
    largest = z.max(axis=-1, keepdims=True)
    log_sum = largest + np.log(np.exp(z - largest).sum(axis=-1, keepdims=True))
    return np.exp(z - log_sum)


def sigmoid(z):
    z = np.asarray(z, np.float64)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def tanh(z):
    z = np.asarray(z, np.float64)
    small = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - small) / (1 + small)
