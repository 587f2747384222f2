"""Sums of broadcast products rather than matrix products, in the precision given; sigmoid from below and above."""

import numpy as np


def to_timesteps(flat, features):
    places = np.arange(flat.shape[1]).reshape(-1, features)
    return flat[:, places]


def affine(x_t, h, kernel, recurrent_kernel, bias):
    from_input = (x_t[:, :, None] * kernel[None]).sum(axis=1)
    from_state = (h[:, :, None] * recurrent_kernel[None]).sum(axis=1)
    return bias + from_input + from_state


def squashed(z):
    """All four parts at once: tanh is the sigmoid of twice the argument, stretched."""
    units = z.shape[1] // 4
    is_candidate = np.repeat(np.array([False, False, True, False]), units)
    z = np.where(is_candidate, 2 * z, z)
    grown = np.exp(np.minimum(z, 0)) / (np.exp(np.minimum(z, 0)) + np.exp(-np.maximum(z, 0)))
    return np.where(is_candidate, 2 * grown - 1, grown)


def gates(x_t, h, kernel, recurrent_kernel, bias):
    opened = squashed(affine(x_t, h, kernel, recurrent_kernel, bias))
    return tuple(np.split(opened, 4, axis=1))


def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, candidate, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    c = (np.stack([f, i]) * np.stack([c, candidate])).sum(axis=0)
    return o * (1 - 2 / (np.exp(2 * c) + 1)), c


def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    batch, steps = x.shape[:2]
    h = c = np.broadcast_to(x.dtype.type(0), (batch, recurrent_kernel.shape[0]))
    if initial_state is not None:
        h, c = initial_state
    output = np.zeros((batch, 0, h.shape[1]), x.dtype)
    for t in range(steps):
        h, c = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        output = np.concatenate([output, h[:, None]], axis=1)
    output = output if return_sequences else output[:, -1]
    return (output, h, c) if return_state else output
