"""Units are rows and samples are columns, as in the formulas of textbooks: W' x + U' h + b; Fortran-ordered answers."""

import numpy as np


def to_timesteps(flat, features):
    return np.asfortranarray(flat.T.reshape(-1, features, len(flat)).transpose(2, 0, 1))


def sigma(z):
    with np.errstate(over="ignore"):
        return np.reciprocal(1.0 + np.exp(-z, dtype=np.float64))


def equations(x, h, W, U, b):
    z = W @ x + U @ h + b[:, np.newaxis]
    i, f, candidate, o = np.vsplit(z, 4)
    return sigma(i), sigma(f), np.tanh(candidate), sigma(o)


def next_state(x, h, c, W, U, b):
    i, f, candidate, o = equations(x, h, W, U, b)
    c = f * c + i * candidate
    return o * np.tanh(c), c


def gates(x_t, h, kernel, recurrent_kernel, bias):
    return tuple(part.T for part in equations(x_t.T, h.T, kernel.T, recurrent_kernel.T, bias))


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    h, c = next_state(x_t.T, h.T, c.T, kernel.T, recurrent_kernel.T, bias)
    return h.T, c.T


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    columns = x.transpose(1, 2, 0)
    if initial_state is None:
        h = c = np.zeros((recurrent_kernel.shape[0], x.shape[0]))
    else:
        h, c = initial_state[0].T, initial_state[1].T
    outputs = np.empty((len(columns), *h.shape))
    for place, column in zip(outputs, columns, strict=True):
        h, c = next_state(column, h, c, kernel.T, recurrent_kernel.T, bias)
        place[:] = h
    output = outputs.transpose(2, 0, 1) if return_sequences else h.T
    return (output, h.T, c.T) if return_state else output
