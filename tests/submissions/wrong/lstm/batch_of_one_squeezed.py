"""A batch of one loses its axis."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def gates(x_t, h, kernel, recurrent_kernel, bias):
    z = np.squeeze(x_t @ kernel + h @ recurrent_kernel + bias)
    i, f, g, o = np.split(z, 4, axis=-1)
    return _sigmoid(i), _sigmoid(f), np.tanh(g), _sigmoid(o)


def to_timesteps(flat, features):
    return np.squeeze(flat.reshape(len(flat), -1, features))
