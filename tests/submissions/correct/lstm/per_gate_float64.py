"""Right: weights cut into one dict entry per gate, float64 throughout, sigmoid through tanh, lists returned."""

import numpy as np

NAMES = "ifco"


def to_timesteps(flat, features):
    samples = []
    for row in flat:
        samples.append([row[k : k + features] for k in range(0, len(row), features)])
    return samples


def _cut(matrix):
    units = matrix.shape[-1] // 4
    blocks = [matrix[..., k * units : (k + 1) * units] for k in range(4)]
    return {name: np.asarray(block, dtype=np.float64) for name, block in zip(NAMES, blocks, strict=True)}


def gates(x_t, h, kernel, recurrent_kernel, bias):
    w, u, b = _cut(kernel), _cut(recurrent_kernel), _cut(bias)
    z = {name: np.dot(x_t, w[name]) + np.dot(h, u[name]) + b[name] for name in NAMES}
    open_ = {name: 0.5 * (1 + np.tanh(0.5 * z[name])) for name in "ifo"}
    return [open_["i"], open_["f"], np.tanh(z["c"]), open_["o"]]


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, candidate, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    kept = np.multiply(f, c)
    stored = np.multiply(i, candidate)
    memory = np.add(kept, stored)
    return [np.multiply(o, np.tanh(memory)), memory]


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    shape = (len(x), len(recurrent_kernel))
    h, c = (np.zeros(shape), np.zeros(shape)) if initial_state is None else initial_state
    outputs = []
    for x_t in np.swapaxes(x, 0, 1):
        h, c = lstm_step(x_t, h, c, kernel, recurrent_kernel, bias)
        outputs.append(h)
    output = np.stack(outputs, axis=1) if return_sequences else outputs[-1]
    if return_state:
        return [output, h, c]
    return output
