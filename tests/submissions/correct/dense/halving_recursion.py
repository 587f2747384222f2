"""Divide and conquer: every sum is cut into halves, and so is every batch."""

from functools import reduce
from operator import add

import numpy as np


def half_by_half(terms):
    if len(terms) <= 2:
        return reduce(add, terms)
    middle = len(terms) // 2
    return half_by_half(terms[:middle]) + half_by_half(terms[middle:])


def linear(z):
    return z / 2 + z / 2


def relu(z):
    return np.select([z > 0, z <= 0], [z, 0 * z])


def sigmoid(z):
    with np.errstate(over="ignore"):
        return np.exp(-np.log1p(np.exp(-np.asarray(z, float))))


def tanh(z):
    """By the formula for the double argument, down to where the first two terms of the series are exact."""
    z = np.clip(np.asarray(z, float), -30, 30)

    def halved(v, steps):
        if steps == 0:
            return v - v**3 / 3 + 2 * v**5 / 15
        t = halved(v / 2, steps - 1)
        return 2 * t / (1 + t * t)

    return halved(z, 14)


def softmax(z):
    largest = reduce(np.maximum, np.moveaxis(z, -1, 0))
    powers = np.exp(z - largest[..., None])
    return powers / half_by_half(list(np.moveaxis(powers, -1, 0)))[..., None]


def neuron(x, w, b, activation):
    return activation(half_by_half(list(x * w)) + b)


def dense(x, kernel, bias, activation):
    if x.ndim > 1:
        return np.stack([dense(part, kernel, bias, activation) for part in x])
    return activation(half_by_half([x_i * row for x_i, row in zip(x, kernel, strict=True)]) + bias)


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    if len(x) > 1:
        parts = x[: len(x) // 2], x[len(x) // 2 :]
        return np.concatenate([mlp(p, hidden_kernel, hidden_bias, output_kernel, output_bias) for p in parts])
    hidden = dense(x, hidden_kernel, hidden_bias, relu)
    return dense(hidden.reshape(1, -1), output_kernel, output_bias, linear)
