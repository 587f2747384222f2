"""Gates in float64, memory kept in float32 from step to step; logaddexp in base 2; states written into one array."""

import numpy as np


def to_timesteps(flat, features):
    return np.ravel(flat).reshape((flat.shape[0], -1, features))


def sigmoid(z):
    return np.exp2(-np.logaddexp2(0, -z * np.log2(np.e)))


def gates(x_t, h, kernel, recurrent_kernel, bias):
    z = np.zeros((4, *h.shape), dtype=np.float64)
    for k, block in enumerate(z):
        columns = np.arange(h.shape[1]) + k * h.shape[1]
        block += np.take(bias, columns)
        block += x_t.astype(np.float64) @ np.take(kernel, columns, axis=1)
        block += h.astype(np.float64) @ np.take(recurrent_kernel, columns, axis=1)
    return sigmoid(z[0]), sigmoid(z[1]), np.tanh(z[2]), sigmoid(z[3])


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, candidate, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    memory = (f * c + i * candidate).astype(np.float32)
    return (o * np.tanh(memory)).astype(np.float32), memory


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    batch, steps, units = x.shape[0], x.shape[1], recurrent_kernel.shape[0]
    states = np.zeros((2, batch, steps + 1, units), dtype=np.float32)
    if initial_state is not None:
        states[:, :, -1] = initial_state  # what was before the first step lies in the last place
    for t in range(steps):
        states[:, :, t] = lstm_step(x[:, t], *states[:, :, t - 1], kernel, recurrent_kernel, bias)
    output = states[0, :, :-1] if return_sequences else states[0, :, -2]
    return (output, states[0, :, -2], states[1, :, -2]) if return_state else output
