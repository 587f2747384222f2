"""Right: plain Python loops over batch, units and inputs with the math module; nested lists inside."""

import math

import numpy as np


def to_timesteps(flat, features):
    batch, width = flat.shape
    result = np.zeros((batch, width // features, features))
    for n in range(batch):
        for k in range(width):
            result[n, k // features, k % features] = flat[n, k]
    return result


def _sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


def gates(x_t, h, kernel, recurrent_kernel, bias):
    batch, units = h.shape
    found = np.zeros((4, batch, units))
    for n in range(batch):
        for column in range(4 * units):
            z = float(bias[column])
            for k in range(x_t.shape[1]):
                z += float(x_t[n, k]) * float(kernel[k, column])
            for k in range(units):
                z += float(h[n, k]) * float(recurrent_kernel[k, column])
            part, unit = divmod(column, units)
            found[part, n, unit] = math.tanh(z) if part == 2 else _sigmoid(z)
    return tuple(found)


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    new_h, new_c = np.zeros(h.shape), np.zeros(c.shape)
    for n in range(h.shape[0]):
        for u in range(h.shape[1]):
            new_c[n, u] = f[n, u] * c[n, u] + i[n, u] * g[n, u]
            new_h[n, u] = o[n, u] * math.tanh(new_c[n, u])
    return new_h, new_c


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    batch, steps, _ = x.shape
    h = np.zeros((batch, recurrent_kernel.shape[0]))
    c = np.zeros_like(h)
    if initial_state is not None:
        h, c = (np.array(state) for state in initial_state)
    outputs = np.zeros((batch, steps, h.shape[1]))
    t = 0
    while t < steps:
        h, c = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        outputs[:, t] = h
        t += 1
    output = outputs if return_sequences else outputs[:, -1]
    return (output, h, c) if return_state else output
