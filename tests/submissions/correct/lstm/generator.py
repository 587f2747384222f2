"""A generator hands out one state after the other; the sigmoid piecewise in float64."""

import numpy as np


def to_timesteps(flat, features):
    def rows():
        for row in flat:
            yield list(zip(*[iter(row)] * features, strict=True))

    return np.array(list(rows()))


def sigmoid(z):
    z = np.asarray(z, float)
    return np.piecewise(z, [z >= 0], [lambda v: 1 / (1 + np.exp(-v)), lambda v: np.exp(v) / (np.exp(v) + 1)])


def gates(x_t, h, kernel, recurrent_kernel, bias):
    z = np.matmul(x_t, kernel, dtype=np.float64) + np.matmul(h, recurrent_kernel, dtype=np.float64) + bias
    i, f, candidate, o = np.hsplit(z, 4)
    return sigmoid(i), sigmoid(f), np.tanh(candidate), sigmoid(o)


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, candidate, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    new_c = f * c + i * candidate
    return o * np.tanh(new_c), new_c


def states(x, h, c, *weights):
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t, :], h, c, *weights)
        yield h, c


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    if initial_state is None:
        initial_state = np.zeros((2, len(x), len(bias) // 4))
    hidden, cells = zip(*states(x, *initial_state, kernel, recurrent_kernel, bias), strict=True)
    output = np.stack(hidden, axis=1) if return_sequences else hidden[-1]
    if return_state:
        return output, hidden[-1], cells[-1]
    return output
