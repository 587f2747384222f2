"""The loop ends after ten timesteps, however long the sequence is."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    zeros = np.zeros((len(x), len(recurrent_kernel)))
    h, c = (zeros, zeros) if initial_state is None else initial_state
    outputs = np.zeros((len(x), x.shape[1], len(recurrent_kernel)))
    for t in range(min(x.shape[1], 10)):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
        h = _sigmoid(o) * np.tanh(c)
        outputs[:, t] = h
    output = outputs if return_sequences else h
    return (output, h, c) if return_state else output
