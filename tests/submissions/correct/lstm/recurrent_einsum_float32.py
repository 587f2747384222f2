"""Kernels reshaped to (inputs, 4, units), one einsum for every gate at once; float32, tanh through the sigmoid."""

import numpy as np


def to_timesteps(flat, features):
    return np.einsum("btf->btf", flat.reshape((len(flat), -1, features)))


def logistic(z):
    return np.float32(0.5) * np.tanh(np.float32(0.5) * z) + np.float32(0.5)


def gates(x_t, h, kernel, recurrent_kernel, bias):
    units = recurrent_kernel.shape[0]
    w, u = kernel.reshape(-1, 4, units), recurrent_kernel.reshape(units, 4, units)
    z = np.einsum("bf,fgu->gbu", np.float32(x_t), w) + np.einsum("bv,vgu->gbu", np.float32(h), u)
    z += bias.reshape(4, 1, units)
    opened = logistic(z[[0, 1, 3]])
    return opened[0], opened[1], 2 * logistic(2 * z[2]) - 1, opened[2]


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, candidate, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    memory = np.einsum("gbu,gbu->bu", np.stack([f, i]), np.stack([np.float32(c), candidate]))
    return o * (2 * logistic(2 * memory) - 1), memory


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    batch, steps, _ = x.shape
    units = recurrent_kernel.shape[0]
    hs, cs = np.zeros((2, steps + 1, batch, units), np.float32)
    if initial_state is not None:
        hs[0], cs[0] = initial_state
    for t in range(steps):
        hs[t + 1], cs[t + 1] = lstm_step(x[:, t], hs[t], cs[t], kernel, recurrent_kernel, bias)
    output = np.einsum("tbu->btu", hs[1:]) if return_sequences else hs[-1]
    return (output, hs[-1], cs[-1]) if return_state else output
