"""The gates also look at the memory, as in LSTMs with peepholes."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x_t @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = _sigmoid(f + c) * c + _sigmoid(i + c) * np.tanh(g)
    return _sigmoid(o + c) * np.tanh(c), c
