"""One sequence after the other, as vectors; the bias is one more row of the stacked kernels."""

import numpy as np


def to_timesteps(flat, features):
    samples = []
    for sample in flat:
        timesteps = []
        for start in range(0, sample.size, features):
            timesteps.append(sample[start : start + features])
        samples.append(np.vstack(timesteps))
    return np.stack(samples)


def sigmoid(z):
    return np.exp(-np.log1p(np.exp(-z)))


def vector_gates(x_t, h, kernel, recurrent_kernel, bias):
    everything = np.concatenate([x_t, h, [1.0]])
    z = everything @ np.concatenate([kernel, recurrent_kernel, [bias]])
    i, f, candidate, o = z.reshape(4, -1)
    return sigmoid(i), sigmoid(f), np.tanh(candidate), sigmoid(o)


def vector_step(x_t, h, c, *weights):
    i, f, candidate, o = vector_gates(x_t, h, *weights)
    c = f * c + i * candidate
    return o * np.tanh(c), c


def gates(x_t, h, kernel, recurrent_kernel, bias):
    rows = [vector_gates(x_row, h_row, kernel, recurrent_kernel, bias) for x_row, h_row in zip(x_t, h, strict=True)]
    return tuple(np.array(part) for part in zip(*rows, strict=True))


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    rows = [vector_step(*row, kernel, recurrent_kernel, bias) for row in zip(x_t, h, c, strict=True)]
    return np.array(rows).transpose(1, 0, 2)


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    outputs, last_h, last_c = [], [], []
    for n, sequence in enumerate(x):
        h = c = np.zeros(recurrent_kernel.shape[0])
        if initial_state is not None:
            h, c = initial_state[0][n], initial_state[1][n]
        seen = []
        for x_t in sequence:
            h, c = vector_step(x_t, h, c, kernel, recurrent_kernel, bias)
            seen.append(h)
        outputs.append(seen if return_sequences else h)
        last_h.append(h)
        last_c.append(c)
    return (np.array(outputs), np.array(last_h), np.array(last_c)) if return_state else np.array(outputs)
