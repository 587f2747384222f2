"""Exclusive or with two ReLU units."""

import numpy as np


def _arrays(*parts):
    return tuple(np.array(part, float) for part in parts)


_ONES = [[1, 1], [1, 1]]
RIGHT = {
    "counting": _arrays(_ONES, [0, -1], [[1], [-2]], [0]),
    "differences": _arrays([[1, -1], [-1, 1]], [0, 0], [[1], [1]], [0]),
    "swapped_and_shifted": _arrays(_ONES, [-1, 1], [[-2], [1]], [-1]),
    "lists_of_integers": [[[1, 1], [1, 1]], [0, -1], [[1], [-2]], [0]],
}
WRONG = {
    "bias_forgotten": ("(0, 1)", _arrays(_ONES, [0, 0], [[1], [-2]], [0])),
    "or": ("(1, 1)", _arrays(_ONES, [0, -1], [[1], [-1]], [0])),
    "always_a_half": ("(0, 0)", _arrays(np.zeros((2, 2)), [0, 0], [[0], [0]], [0.5])),
    "all_zeros": ("(0, 1) and (1, 0)", _arrays(np.zeros((2, 2)), [0, 0], [[0], [0]], [0])),
    "not_a_number": ("finite", _arrays(np.full((2, 2), np.nan), [0, -1], [[1], [-2]], [0])),
    "three_units": ("shape", _arrays(np.ones((2, 3)), [0, -1, 0], [[1], [-2], [0]], [0])),
    "overflowing": ("(0, 0)", _arrays(_ONES, [0, -1], [[1e300], [-2e300]], [0])),
}
