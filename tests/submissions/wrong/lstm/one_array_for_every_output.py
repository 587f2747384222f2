"""Every output in the list is the same array, overwritten at each timestep."""

import numpy as np


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    units = recurrent_kernel.shape[0]
    if initial_state is None:
        h, c = np.zeros((2, x.shape[0], units))
    else:
        h, c = (np.array(p, float) for p in initial_state)
    outputs = []
    for t in range(x.shape[1]):
        z = x[:, t] @ kernel + h @ recurrent_kernel + bias
        i, f, g, o = np.split(z, 4, axis=-1)
        c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
        h[...] = _sigmoid(o) * np.tanh(c)
        outputs.append(h)
    output = np.stack(outputs, axis=1) if return_sequences else h
    return (output, h, c) if return_state else output
