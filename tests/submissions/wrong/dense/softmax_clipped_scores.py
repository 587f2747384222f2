"""Scores are clipped to keep the exponential small, which makes large scores equal."""

import numpy as np


def softmax(z):
    powers = np.exp(np.clip(z, -50, 50))
    return powers / powers.sum(axis=-1, keepdims=True)
