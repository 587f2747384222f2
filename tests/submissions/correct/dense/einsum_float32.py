"""Einstein summation, all in float32."""

import numpy as np


def linear(z):
    return np.float32(z)


def relu(z):
    return (z + np.abs(z)) / np.float32(2)


def sigmoid(z):
    return np.float32(1) / (np.float32(1) + np.exp(-np.float32(z)))


def tanh(z):
    return np.float32(2) / (np.float32(1) + np.exp(np.float32(-2) * np.float32(z))) - np.float32(1)


def softmax(z):
    z = np.float32(z)
    powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return np.einsum("...k,...->...k", powers, 1 / np.einsum("...k->...", powers))


def neuron(x, w, b, activation):
    return activation(np.einsum("i,i->", x, w) + np.float32(b))


def dense(x, kernel, bias, activation):
    return activation(np.einsum("...i,iu->...u", np.float32(x), kernel) + bias)


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = relu(np.einsum("...i,iu->...u", x, hidden_kernel) + hidden_bias)
    return np.einsum("ni,iu->nu", hidden.reshape(len(x), -1), output_kernel) + output_bias
