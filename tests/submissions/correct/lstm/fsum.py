"""Nested lists and exactly rounded sums (math.fsum); recursion on the first timesteps."""

import math


def to_timesteps(flat, features):
    if flat.shape[1] == 0:
        return [[] for _ in flat]
    first, rest = flat[:, :features].tolist(), flat[:, features:]
    return [[row, *others] for row, others in zip(first, to_timesteps(rest, features), strict=True)]


def sigmoid(z):
    return (1 + math.tanh(z / 2)) / 2


def row_of_sums(x_row, h_row, kernel, recurrent_kernel, bias):
    inputs = [*map(float, x_row), *map(float, h_row)]
    columns = zip(*kernel.tolist(), *recurrent_kernel.tolist(), strict=True)
    return [
        math.fsum([float(b), *(value * weight for value, weight in zip(inputs, column, strict=True))])
        for b, column in zip(bias, columns, strict=True)
    ]


def gates(x_t, h, kernel, recurrent_kernel, bias):
    units = len(recurrent_kernel)
    found = [], [], [], []
    for x_row, h_row in zip(x_t, h, strict=True):
        z = row_of_sums(x_row, h_row, kernel, recurrent_kernel, bias)
        for part, function in enumerate([sigmoid, sigmoid, math.tanh, sigmoid]):
            found[part].append([function(number) for number in z[part * units : (part + 1) * units]])
    return found


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    new_h, new_c = [], []
    for i, f, g, o, kept in zip(*gates(x_t, h, kernel, recurrent_kernel, bias), c, strict=True):
        new_c.append([f_u * float(c_u) + i_u * g_u for i_u, f_u, g_u, c_u in zip(i, f, g, kept, strict=True)])
        new_h.append([o_u * math.tanh(c_u) for o_u, c_u in zip(o, new_c[-1], strict=True)])
    return new_h, new_c


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    weights = kernel, recurrent_kernel, bias

    def after(t):
        """All outputs and the state after t timesteps."""
        if t == 0:
            zeros = [[0.0] * len(recurrent_kernel) for _ in x]
            return ([], *initial_state) if initial_state is not None else ([], zeros, zeros)
        outputs, h, c = after(t - 1)
        h, c = lstm_step(x[:, t - 1], h, c, *weights)
        return [*outputs, h], h, c

    outputs, h, c = after(x.shape[1])
    output = [list(rows) for rows in zip(*outputs, strict=True)] if return_sequences else h
    return (output, h, c) if return_state else output
