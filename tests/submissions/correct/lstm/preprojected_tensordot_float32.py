"""All inputs are projected beforehand, time first, with tensordot; gates written into one float32 buffer in place."""

import numpy as np


def to_timesteps(flat, features):
    steps = flat.shape[1] // features
    out = np.empty((len(flat), steps, features), flat.dtype)
    for t in range(steps):
        out[:, t] = flat[:, t * features : t * features + features]
    return out


def open_and_shut(z, units):
    """Squash the buffer (batch, 4 units) in place: half, tanh, half plus a half for gates; tanh for candidates."""
    stretch = np.full(4 * units, 0.5, np.float32)
    stretch[2 * units : 3 * units] = 1
    z *= stretch
    np.tanh(z, out=z)
    z *= stretch
    z += 1 - stretch
    return [z[:, k : k + units] for k in range(0, 4 * units, units)]


def gates(x_t, h, kernel, recurrent_kernel, bias):
    z = np.tensordot(x_t, kernel, axes=([1], [0])) + bias
    z += np.tensordot(h, recurrent_kernel, axes=([1], [0]))
    return open_and_shut(z, h.shape[1])


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    c = f * c
    c += i * g
    return o * np.tanh(c), c


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    units = len(bias) // 4
    projected = np.tensordot(x.swapaxes(0, 1), kernel, axes=1).astype(np.float32)
    projected += bias
    h, c = np.zeros((2, len(x), units), np.float32) if initial_state is None else map(np.array, initial_state)
    outputs = np.empty((len(projected), len(x), units), np.float32)
    for t, z in enumerate(projected):
        z += h.dot(recurrent_kernel)
        i, f, g, o = open_and_shut(z, units)
        np.multiply(c, f, out=c)
        c += i * g
        h = np.multiply(o, np.tanh(c), out=outputs[t])
    output = outputs.transpose(1, 0, 2) if return_sequences else h
    return (output, h, c) if return_state else output
