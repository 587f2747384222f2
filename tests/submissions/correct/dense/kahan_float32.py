"""Compensated (Kahan) sums in float32, one input after the other."""

import numpy as np


def kahan(terms):
    total = np.zeros_like(terms[0])
    lost = np.zeros_like(terms[0])
    for term in terms:
        corrected = term - lost
        grown = total + corrected
        lost = (grown - total) - corrected
        total = grown
    return total


def linear(z):
    return np.asarray(z, dtype=np.float32).copy()


def relu(z):
    return np.fmax(np.float32(z), np.float32(0))


def sigmoid(z):
    z = np.clip(np.asarray(z, np.float32), -60, 60)
    return np.float32(1) / (np.float32(1) + np.exp(-z))


def tanh(z):
    z = np.asarray(z, np.float32)
    return np.float32(1) - np.float32(2) / (np.float32(1) + np.exp(z + z))


def softmax(z):
    z = np.asarray(z, np.float32)
    powers = np.exp(z - np.amax(z, axis=-1, keepdims=True))
    total = kahan([powers[..., k] for k in range(z.shape[-1])])
    return powers / total[..., np.newaxis]


def neuron(x, w, b, activation):
    terms = [np.float32(x_i * w_i) for x_i, w_i in zip(x, w, strict=True)]
    return activation(kahan([np.float32(b), *terms]))


def dense(x, kernel, bias, activation):
    x = x.astype(np.float32)
    terms = [x[..., i : i + 1] * kernel[i] for i in range(kernel.shape[0])]
    return activation(kahan([*terms, np.broadcast_to(bias, terms[0].shape)]))


def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):
    hidden = dense(x, hidden_kernel, hidden_bias, relu)
    return dense(np.reshape(hidden, (x.shape[0], -1)), output_kernel, output_bias, linear)
