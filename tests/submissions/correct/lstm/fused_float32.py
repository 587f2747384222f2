"""Right: one affine map for all four parts, everything in float32, sigmoid as in the textbook."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def to_timesteps(flat, features):
    return flat.reshape(flat.shape[0], flat.shape[1] // features, features)


def gates(x_t, h, kernel, recurrent_kernel, bias):
    z = x_t @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = np.split(z, 4, axis=1)
    return sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    c = f * c + i * g
    return o * np.tanh(c), c


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    units = recurrent_kernel.shape[0]
    if initial_state is None:
        h = c = np.zeros((x.shape[0], units), dtype=np.float32)
    else:
        h, c = initial_state
    outputs = np.empty((x.shape[0], x.shape[1], units), dtype=np.float32)
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        outputs[:, t] = h
    result = outputs if return_sequences else h
    return (result, h, c) if return_state else result
