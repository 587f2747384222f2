"""The forget gate is what the input gate leaves, 1 - i."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def gates(x_t, h, kernel, recurrent_kernel, bias):
    z = x_t @ kernel + h @ recurrent_kernel + bias
    i, _, g, o = np.split(z, 4, axis=-1)
    return _sigmoid(i), 1 - _sigmoid(i), np.tanh(g), _sigmoid(o)


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    z = x_t @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = np.split(z, 4, axis=-1)
    i, f, g, o = _sigmoid(i), _sigmoid(f), np.tanh(g), _sigmoid(o)
    c = (1 - i) * c + i * g
    return o * np.tanh(c), c
