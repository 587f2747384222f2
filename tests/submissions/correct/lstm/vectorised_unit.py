"""The formula of a single unit in Python, spread over batch and units with np.vectorize."""

import math

import numpy as np


def to_timesteps(flat, features):
    shape = (flat.shape[0], flat.shape[1] // features, features)
    return np.fromfunction(np.vectorize(lambda n, t, k: flat[n, t * features + k]), shape, dtype=int)


@np.vectorize
def sigmoid(z):
    if z < -700:
        return 0.0
    return 1.0 / (1.0 + math.exp(-z))


@np.vectorize
def unit(c, z_i, z_f, z_c, z_o):
    c = float(sigmoid(z_f)) * float(c) + float(sigmoid(z_i)) * math.tanh(z_c)
    return float(sigmoid(z_o)) * math.tanh(c), c


dot = np.vectorize(
    lambda row, column: sum(float(a) * float(b) for a, b in zip(row, column, strict=True)),
    signature="(k),(k)->()",
    otypes=[float],
)


def sums(x_t, h, kernel, recurrent_kernel, bias):
    z = dot(x_t[:, None], kernel.T) + dot(h[:, None], recurrent_kernel.T) + bias
    return np.split(z, 4, axis=1)


def gates(x_t, h, kernel, recurrent_kernel, bias):
    i, f, candidate, o = sums(x_t, h, kernel, recurrent_kernel, bias)
    return sigmoid(i), sigmoid(f), np.vectorize(math.tanh)(candidate), sigmoid(o)


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    return unit(c, *sums(x_t, h, kernel, recurrent_kernel, bias))


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    h = np.zeros((x.shape[0], recurrent_kernel.shape[0]))
    c = np.zeros((x.shape[0], recurrent_kernel.shape[0]))
    if initial_state is not None:
        h, c = initial_state
    outputs = {}
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        outputs[t] = h
    output = h
    if return_sequences:
        output = np.dstack([outputs[t] for t in sorted(outputs)]).transpose(0, 2, 1)
    return (output, h, c) if return_state else output
