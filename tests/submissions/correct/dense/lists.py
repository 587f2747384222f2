"""Answers as nested lists and Python numbers; squares and roots instead of comparisons."""

import numpy as np


def linear(z):
    return np.array(z).tolist()


def relu(z):
    return ((z + np.sqrt(np.square(z.astype(float)))) / 2).tolist()


def sigmoid(z):
    return (0.5 + 0.5 * np.tanh(0.5 * z)).tolist()


def softmax(z):
    return [softmax(row) for row in z] if z.ndim > 1 else (np.exp(z - max(z)) / sum(np.exp(z - max(z)))).tolist()


def neuron(x, w, b, activation):
    return float(activation(sum(x * w) + b))


def dense(x, kernel, bias, activation):
    return np.asarray(activation(np.matmul(x, kernel) + bias)).tolist()


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = np.array(dense(x, hidden_kernel, hidden_bias, relu))
    return dense(hidden.reshape(len(hidden), -1), output_kernel, output_bias, linear)
