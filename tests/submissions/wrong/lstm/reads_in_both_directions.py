"""The outputs of a forward and a backward pass are averaged."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def _run(x, kernel, recurrent_kernel, bias, state):
    zeros = np.zeros((len(x), len(recurrent_kernel)))
    h, c = (zeros, zeros) if state is None else state
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
        h = _sigmoid(o) * np.tanh(c)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    outputs, h, c = _run(x, kernel, recurrent_kernel, bias, initial_state)
    back, _, _ = _run(x[:, ::-1], kernel, recurrent_kernel, bias, initial_state)
    outputs = (outputs + back[:, ::-1]) / 2
    output = outputs if return_sequences else outputs[:, -1]
    return (output, h, c) if return_state else output
