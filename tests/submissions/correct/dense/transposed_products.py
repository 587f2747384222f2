"""Everything the other way round: units are rows, samples columns, and sums in blocks with out= buffers of float64."""

import numpy as np


def relu(z):
    out = np.array(z, dtype=float)
    out[out < 0] = 0
    return out


def sigmoid(z):
    with np.errstate(over="ignore"):
        return np.reciprocal(1 + np.exp(np.negative(z, dtype=float)))


def softmax(z):
    classes_first = np.moveaxis(np.array(z, float), -1, 0)
    classes_first -= classes_first.max(axis=0)
    np.exp(classes_first, out=classes_first)
    return np.moveaxis(classes_first / classes_first.sum(axis=0), 0, -1)


def dense(x, kernel, bias, activation):
    z = np.broadcast_to(bias, (*x.shape[:-1], len(bias))).astype(float)
    for i in range(x.shape[-1]):
        z += x[..., i, None] * kernel[i]
    return activation(z)


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = relu(dense(x, hidden_kernel, hidden_bias, np.positive))
    return (output_kernel.T @ hidden.reshape(len(x), -1).T + output_bias[:, None]).T
