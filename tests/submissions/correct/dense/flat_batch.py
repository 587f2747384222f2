"""Lay all leading axes out as one batch, and restore them at the end; units one by one."""

import numpy as np


def dense(x, kernel, bias, activation):
    flat = np.reshape(x, (-1, x.shape[-1]))
    columns = [flat.dot(weights) + b for weights, b in zip(kernel.T, bias, strict=True)]
    return np.reshape(activation(np.stack(columns, axis=1)), (*x.shape[:-1], len(bias)))


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = dense(x, hidden_kernel, hidden_bias, lambda z: np.multiply(z, z > 0))
    return hidden.reshape(len(x), -1).dot(output_kernel) + output_bias
