"""Input, state and the constant 1 in one long row; cell and output as columns of one (batch, 2, units) array."""

import numpy as np
from scipy.special import expit


def to_timesteps(flat, features):
    return np.lib.stride_tricks.as_strided(
        flat,
        (flat.shape[0], flat.shape[1] // features, features),
        (flat.strides[0], features * flat.strides[1], flat.strides[1]),
        writeable=False,
    ).copy()


def gates(x_t, h, kernel, recurrent_kernel, bias):
    row = np.block([x_t, h, np.ones((len(x_t), 1))])
    matrix = np.block([[kernel], [recurrent_kernel], [bias]])
    z = np.einsum("bk,kgu->gbu", row, matrix.reshape(len(matrix), 4, -1), optimize=True)
    return expit(z[0]), expit(z[1]), 2 * expit(2 * z[2]) - 1, expit(z[3])


def advance(state, x_t, weights):
    i, f, candidate, o = gates(x_t, state[:, 0], *weights)
    c = np.add(np.multiply(state[:, 1], f), np.multiply(candidate, i))
    return np.stack([np.multiply(np.tanh(c), o), c], axis=1)


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    state = advance(np.stack([h, c], axis=1), x_t, (kernel, recurrent_kernel, bias))
    return state[:, 0], state[:, 1]


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    state = np.zeros((len(x), 2, len(recurrent_kernel)))
    if initial_state is not None:
        state = np.stack(initial_state, axis=1)
    film = []
    for x_t in np.unstack(x, axis=1):
        state = advance(state, x_t, (kernel, recurrent_kernel, bias))
        film.append(state)
    film = np.stack(film, axis=2)
    output = film[:, 0] if return_sequences else film[:, 0, -1]
    return (output, film[:, 0, -1], film[:, 1, -1]) if return_state else output
