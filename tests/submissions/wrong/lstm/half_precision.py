"""Everything is computed in float16, which has three digits."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    x_t, h, c, kernel, recurrent_kernel, bias = (np.float16(a) for a in (x_t, h, c, kernel, recurrent_kernel, bias))
    i, f, g, o = np.split(x_t @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
    return np.float32(_sigmoid(o) * np.tanh(c)), np.float32(c)
