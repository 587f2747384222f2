"""Two mistakes: the bias comes after the activation, and the network ends with ReLU."""

import numpy as np


def dense(x, kernel, bias, activation):
    return activation(x @ kernel) + bias


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = dense(x, hidden_kernel, hidden_bias, lambda z: np.maximum(z, 0))
    return dense(hidden.reshape(len(x), -1), output_kernel, output_bias, lambda z: np.maximum(z, 0))
