"""Softmax subtracts the mean score, so that the largest may still be large."""

import numpy as np


def softmax(z):
    powers = np.exp(z - np.mean(z, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
