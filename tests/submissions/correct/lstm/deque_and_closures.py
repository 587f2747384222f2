"""A step function is made once from the weights, and a deque of the last state drives it; split by slices and dicts."""

from collections import deque

import numpy as np


def to_timesteps(flat, features):
    parts = deque(np.hsplit(flat, range(features, flat.shape[1], features)))
    return np.dstack(parts).swapaxes(1, 2)


def make_gates(kernel, recurrent_kernel, bias):
    units = bias.size // 4
    columns = {name: slice(k * units, (k + 1) * units) for k, name in enumerate(["in", "forget", "new", "out"])}

    def opened(z):
        result = np.ones_like(z)
        negative = z < 0
        power = np.exp(z, where=negative, out=np.exp(-z, where=~negative, out=np.zeros_like(z)))
        result[negative] = power[negative]
        return result / (1 + power)

    def run(x_t, h):
        both = np.c_[x_t, h]
        weights = np.r_[kernel, recurrent_kernel]
        z = {name: both.dot(weights[:, where]) + bias[where] for name, where in columns.items()}
        return {name: np.tanh(z[name]) if name == "new" else opened(z[name]) for name in z}

    return run


def make_step(*weights):
    run = make_gates(*weights)

    def step(x_t, h, c):
        gate = run(x_t, h)
        c = gate["forget"] * c + gate["in"] * gate["new"]
        return gate["out"] * np.tanh(c), c

    return step


def gates(x_t, h, kernel, recurrent_kernel, bias):
    return list(make_gates(kernel, recurrent_kernel, bias)(x_t, h).values())


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    return make_step(kernel, recurrent_kernel, bias)(x_t, h, c)


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    step = make_step(kernel, recurrent_kernel, bias)
    nothing = np.zeros_like(x, shape=(len(x), len(recurrent_kernel)))
    last = deque([initial_state or (nothing, nothing)], maxlen=1)
    outputs = []
    for t in range(x.shape[1]):
        last.append(step(x[:, t], *last[0]))
        outputs.append(last[0][0])
    h, c = last.pop()
    output = np.stack(outputs, -2) if return_sequences else h
    return (output, h, c) if return_state else output
