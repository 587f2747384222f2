"""A filter whose map is the picture, moved one pixel to the right."""

import numpy as np


def _single(*place, value=1.0):
    array = np.zeros((3, 3))
    array[place] = value
    return array


RIGHT = {
    "one_left_of_the_middle": _single(1, 0),
    "darker_and_negative": _single(1, 0, value=-0.25),
    "list_of_integers": [[0, 0, 0], [7, 0, 0], [0, 0, 0]],
}
WRONG = {
    "to_the_left": ("to the left", _single(1, 2)),
    "to_the_left_and_negative": ("to the left", _single(1, 2, value=-2.0)),
    "down": ("not the picture", _single(0, 1)),
    "not_moved": ("not the picture", _single(1, 1)),
    "smeared": ("not the picture", _single(1, 0) + _single(1, 1, value=0.01)),
    "all_zeros": ("zero", np.zeros((3, 3))),
    "not_a_number": ("finite", np.full((3, 3), np.nan)),
    "too_large": ("shape", np.eye(4)),
}
