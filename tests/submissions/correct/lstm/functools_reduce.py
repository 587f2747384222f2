"""The whole history is folded with functools.reduce; scipy's expit on float32."""

from functools import reduce

import numpy as np
from scipy.special import expit


def to_timesteps(flat, features):
    return np.array([np.array_split(row, len(row) // features) for row in flat])


def gates(x_t, h, kernel, recurrent_kernel, bias):
    z = reduce(np.add, [np.dot(x_t, kernel), np.dot(h, recurrent_kernel), bias])
    functions = [expit, expit, np.tanh, expit]
    return [function(part) for function, part in zip(functions, np.split(z, 4, axis=1), strict=True)]


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, candidate, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    c = reduce(np.add, (np.multiply(f, c), np.multiply(i, candidate)))
    return [np.multiply(o, np.tanh(c)), c]


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    start = initial_state
    if start is None:
        start = (np.zeros((x.shape[0], recurrent_kernel.shape[0]), dtype=x.dtype),) * 2

    def longer(history, x_t):
        return [*history, lstm_step(x_t, *history[-1], kernel, recurrent_kernel, bias)]

    history = reduce(longer, np.moveaxis(x, 1, 0), [start])[1:]
    output = np.array([h for h, _ in history]).swapaxes(0, 1) if return_sequences else history[-1][0]
    return [output, *history[-1]] if return_state else output
