"""The memory is clipped to [-1, 1] after every step."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x_t @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = np.clip(_sigmoid(f) * c + _sigmoid(i) * np.tanh(g), -1, 1)
    return _sigmoid(o) * np.tanh(c), c
