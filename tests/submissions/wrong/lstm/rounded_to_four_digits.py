"""Results are rounded to four digits."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def gates(x_t, h, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x_t @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    return tuple(np.round(part, 4) for part in (_sigmoid(i), _sigmoid(f), np.tanh(g), _sigmoid(o)))
