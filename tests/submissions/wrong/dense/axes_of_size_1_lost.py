"""Axes of size 1 are squeezed out of the result."""

import numpy as np


def softmax(z):
    powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return np.squeeze(powers / powers.sum(axis=-1, keepdims=True))


def dense(x, kernel, bias, activation):
    return activation(np.squeeze(x @ kernel + bias))


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = np.maximum(x @ hidden_kernel + hidden_bias, 0)
    return np.squeeze(hidden.reshape(len(hidden), -1) @ output_kernel + output_bias)
