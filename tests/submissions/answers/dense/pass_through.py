"""A network with a hidden ReLU layer that gives out what goes in."""

import numpy as np


def _pairs(size):
    eye = np.eye(size)
    return np.hstack([eye, -eye]), np.zeros(2 * size), np.vstack([eye, -eye]), np.zeros(size)


def _mixed(size):  # other directions than the axes, and biases that cancel
    turn = np.tril(np.ones((size, size)))
    back = np.linalg.inv(turn)
    shift = np.arange(1.0, size + 1)
    return np.hstack([turn, -turn]), np.concatenate([shift, -shift]), np.vstack([back, -back]), -shift @ back


def _with_an_idle_unit(size):
    kernel, bias, out, last = _pairs(size)
    return np.hstack([kernel, np.ones((size, 1))]), np.append(bias, 3.0), np.vstack([out, np.zeros((1, size))]), last


def _lifted(size, by=100.0):
    return np.eye(size), np.full(size, by), np.eye(size), np.full(size, -by)


def _with_a_bump(size, corners, height):
    kernel, bias, out, last = _pairs(size)
    extra = np.zeros((size, 3))
    extra[0] = 1
    down = np.zeros((3, size))
    down[:, 0] = height * np.array([1, -2, 1])
    return np.hstack([kernel, extra]), np.append(bias, -np.array(corners)), np.vstack([out, down]), last


RIGHT = {"pairs": _pairs, "mixed": _mixed, "one_unit_idle": _with_an_idle_unit}
WRONG = {
    "negative_lost": ("negative ones do not", lambda size: (np.eye(size), np.zeros(size), np.eye(size), [0] * size)),
    "lifted_by_a_bias": ("large ones do not", _lifted),
    "bump_in_between": ("large ones do not", lambda size: _with_a_bump(size, [4.0, 52.0, 100.0], 500)),
    "bump_about_zero": ("not what went in", lambda size: _with_a_bump(size, [-0.4, 0.0, 0.4], 250)),
    "two_to_five_only": ("not for every size", lambda size: _pairs(size) if size in (2, 3, 5) else _lifted(size, 0.0)),
    "the_visible_size": ("not for every size", lambda size: _pairs(size) if size == 2 else _lifted(size, 0.0)),
    "absolute_value": (
        "negative ones do not",
        lambda size: (*_pairs(size)[:2], np.abs(_pairs(size)[2]), np.zeros(size)),
    ),
    "all_zeros": ("not what went in", lambda size: tuple(0 * part for part in _pairs(size))),
    "not_a_number": ("finite", lambda size: tuple(np.nan * part for part in _pairs(size))),
    "always_size_two": ("shape", lambda size: _pairs(2)),
    "weights_of_a_million": ("larger than 1000", lambda size: _lifted(size, 1e6)),
}
