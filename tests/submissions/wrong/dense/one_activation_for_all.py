"""The activation that was handed in is ignored: tanh everywhere."""

import numpy as np


def neuron(x, w, b, activation):
    return np.tanh(x @ w + b)


def dense(x, kernel, bias, activation):
    return np.tanh(x @ kernel + bias)
