"""Right: [x, h] in one row and the kernels stacked to match; the state kept in an object."""

import numpy as np
from scipy.special import expit


def to_timesteps(flat, features):
    return np.stack([flat[:, k::features] for k in range(features)], axis=-1)


def gates(x_t, h, kernel, recurrent_kernel, bias):
    both = np.hstack([x_t, h])
    weights = np.vstack([kernel, recurrent_kernel])
    z = (both @ weights + bias).reshape(len(both), 4, -1)
    return expit(z[:, 0]), expit(z[:, 1]), np.tanh(z[:, 2]), expit(z[:, 3])


class Cell:
    def __init__(self, h, c, weights):
        self.h, self.c, self.weights = h, c, weights

    def read(self, x_t):
        i, f, g, o = gates(x_t, self.h, *self.weights)
        self.c = f * self.c + i * g
        self.h = o * np.tanh(self.c)
        return self.h


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    cell = Cell(h, c, (kernel, recurrent_kernel, bias))
    cell.read(x_t)
    return cell.h, cell.c


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    if initial_state is None:
        zeros = np.zeros((x.shape[0], recurrent_kernel.shape[0]))
        initial_state = (zeros, zeros.copy())
    cell = Cell(*initial_state, (kernel, recurrent_kernel, bias))
    outputs = np.array([cell.read(x[:, t, :]) for t in range(x.shape[1])])
    output = outputs.transpose(1, 0, 2) if return_sequences else outputs[-1]
    return (output, cell.h, cell.c) if return_state else output
