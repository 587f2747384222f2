"""np.inner, np.vdot and np.piecewise; relu through a masked array; units first and then moved."""

import numpy as np


def linear(z):
    return +z


def relu(z):
    return np.ma.masked_less(z, 0).filled(0)


def sigmoid(z):
    z = np.asarray(z, float)
    return np.piecewise(z, [z < 0], [lambda v: np.exp(v) / (1 + np.exp(v)), lambda v: 1 / (1 + np.exp(-v))])


def tanh(z):
    z = np.asarray(z, float)
    shrunk = np.expm1(-2 * np.abs(z))
    return np.copysign(shrunk / (2 + shrunk), z)


def softmax(z):
    powers = np.exp(np.subtract(z, np.max(z, axis=-1, keepdims=True), dtype=float))
    return powers / np.inner(powers, np.ones(powers.shape[-1]))[..., np.newaxis]


def neuron(x, w, b, activation):
    return activation(np.vdot(w, x) + b)


def dense(x, kernel, bias, activation):
    z = np.inner(kernel.T, x) + bias.reshape(-1, *[1] * (x.ndim - 1))
    return activation(np.moveaxis(z, 0, -1))


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = relu(np.inner(x, hidden_kernel.T) + hidden_bias)
    rows = hidden.reshape(len(x), -1)
    return np.array([[np.vdot(row, w) + b for w, b in zip(output_kernel.T, output_bias, strict=True)] for row in rows])
