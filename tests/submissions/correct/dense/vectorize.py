"""Scalar functions of Python, spread over arrays with np.vectorize and apply_along_axis."""

import math

import numpy as np

linear = np.vectorize(lambda value: value, otypes=[float])
relu = np.vectorize(lambda value: value if value >= 0 else 0.0, otypes=[float])
tanh = np.vectorize(math.tanh, otypes=[float])


@np.vectorize
def sigmoid(value):
    if value < 0:
        return math.exp(value) / (math.exp(value) + 1)
    return 1 / (1 + math.exp(-value))


def softmax_of_row(row):
    shifted = row - np.max(row)
    return np.exp(shifted) / np.sum(np.exp(shifted))


def softmax(z):
    return np.apply_along_axis(softmax_of_row, -1, z)


def neuron(x, w, b, activation):
    return activation(np.vectorize(lambda p, q: float(p) * float(q))(x, w).sum() + b)


def dense(x, kernel, bias, activation):
    one_row = np.vectorize(lambda row, matrix, shift: np.dot(row, matrix) + shift, signature="(i),(i,u),(u)->(u)")
    return activation(one_row(x, kernel, bias))


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    def one_sample(sample):
        hidden = np.apply_along_axis(lambda row: relu(row @ hidden_kernel + hidden_bias), -1, sample)
        return hidden.ravel() @ output_kernel + output_bias

    return [one_sample(sample) for sample in x]
