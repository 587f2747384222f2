"""A network that says whether a pattern occurs anywhere in a signal of numbers 1 and -1."""

import numpy as np


def _kernel(pattern, length, places=None):
    places = range(length - len(pattern) + 1) if places is None else places
    return np.array([np.pad(pattern, (i, length - len(pattern) - i)) for i in places]).T


def _one_unit_a_place(pattern, length, shift=1.0, weight=1.0, places=None):
    kernel = _kernel(pattern, length, places)
    units = kernel.shape[1]
    return kernel, np.full(units, shift - len(pattern)), np.full((units, 1), weight), np.zeros(1)


def _two_units_a_place(pattern, length):  # one goes up at a match, the other keeps it at 1: the output counts
    kernel = _kernel(pattern, length)
    units = kernel.shape[1]
    bias = np.repeat([1.5, 0.5], units) - len(pattern)
    return np.hstack([kernel, kernel]), bias, np.repeat([1.0, -1.0], units)[:, None], np.zeros(1)


def _around_the_corner(pattern, length):
    padded = np.pad(pattern, (0, length - len(pattern)))
    kernel = np.array([np.roll(padded, i) for i in range(length)]).T
    return kernel, np.full(length, 1.0 - len(pattern)), np.ones((length, 1)), np.zeros(1)


RIGHT = {
    "one_unit_a_place": _one_unit_a_place,
    "sharper": lambda pattern, length: _one_unit_a_place(pattern, length, 0.5, 2.0),
    "two_units_a_place": _two_units_a_place,
}
WRONG = {
    "first_place_only": ("first place", lambda pattern, length: _one_unit_a_place(pattern, length, places=[0])),
    "last_place_forgotten": (
        "misses the pattern",
        lambda pattern, length: _one_unit_a_place(pattern, length, places=range(length - len(pattern))),
    ),
    "near_misses_too": ("one number is wrong", lambda pattern, length: _one_unit_a_place(pattern, length, 4.0)),
    "around_the_corner": ("one number is wrong", _around_the_corner),
    "bias_forgotten": ("one number is wrong", lambda pattern, length: _one_unit_a_place(pattern, length, len(pattern))),
    "turned_round": ("one number is wrong", lambda pattern, length: _one_unit_a_place(pattern[::-1], length)),
    "the_visible_pattern": (
        "notebook only",
        lambda pattern, length: _one_unit_a_place(pattern if len(pattern) == 3 else -pattern, length),
    ),
    "three_shapes_only": (
        "notebook only",
        lambda pattern, length: _one_unit_a_place(
            pattern, length, 1.0 if (len(pattern), length) in ((3, 8), (2, 6), (4, 11)) else 0.0
        ),
    ),
    "never": ("never says", lambda pattern, length: _one_unit_a_place(pattern, length, 0.0)),
    "not_a_number": ("finite", lambda pattern, length: _one_unit_a_place(np.nan * pattern, length)),
}
