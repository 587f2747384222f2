"""Outer products summed with reduce, and hyperbolic functions by way of complex numbers."""

from functools import reduce

import numpy as np


def linear(z):
    return np.real(z + 0j)


def relu(z):
    return (z + abs(z)) * 0.5


def tanh(z):
    z = np.asarray(z, float).clip(-40, 40)
    return (-1j * np.tan(1j * z)).real


def sigmoid(z):
    return np.add(tanh(np.multiply(z, 0.5)), 1) / 2


def softmax(z):
    shifted = np.asarray(z, float) - np.max(z, -1)[..., None]
    powers = np.power(np.e, shifted)
    return np.true_divide(powers, np.linalg.norm(powers, ord=1, axis=-1, keepdims=True))


def neuron(x, w, b, activation):
    return activation(b + np.einsum("ii", np.outer(x, w)))


def dense(x, kernel, bias, activation):
    inputs = np.moveaxis(x, -1, 0)
    outer = (np.multiply.outer(column, row) for column, row in zip(inputs, kernel, strict=True))
    return activation(reduce(np.add, outer) + bias)


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = dense(x, hidden_kernel, hidden_bias, relu)
    flat = hidden.reshape(hidden.shape[0], output_kernel.shape[0])
    return reduce(lambda total, i: total + np.outer(flat[:, i], output_kernel[i]), range(flat.shape[1]), output_bias)
