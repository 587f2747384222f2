"""Right: works in place, but only on copies of what it was given; a recursive loop over time."""

import numpy as np


def to_timesteps(flat, features):
    copy = np.array(flat, order="F")
    return np.reshape(copy, (-1, copy.shape[1] // features, features))


def _sigmoid(z):
    np.negative(z, out=z)
    with np.errstate(over="ignore"):
        np.exp(z, out=z)
    z += 1
    np.reciprocal(z, out=z)
    return z


def gates(x_t, h, kernel, recurrent_kernel, bias):
    z = np.matmul(x_t, kernel)
    z += np.matmul(h, recurrent_kernel)
    z += bias
    i, f, g, o = (block.copy() for block in np.array_split(z, 4, axis=-1))
    np.tanh(g, out=g)
    return _sigmoid(i), _sigmoid(f), g, _sigmoid(o)


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    c = c.copy()
    c *= f
    g *= i
    c += g
    o *= np.tanh(c)
    return o, c


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    if initial_state is None:
        initial_state = [np.zeros((len(x), len(recurrent_kernel)), np.float32)] * 2

    def read(t, h, c):
        if t == x.shape[1]:
            return [], h, c
        h, c = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        later, last_h, last_c = read(t + 1, h, c)
        return [h, *later], last_h, last_c

    outputs, h, c = read(0, *initial_state)
    output = np.moveaxis(np.array(outputs), 0, 1) if return_sequences else h
    return (output, h, c) if return_state else output
