"""Dilation rates of a stack that sees a square of 15 x 15 pixels, whole."""

import numpy as np

RIGHT = {
    "doubling": [1, 2, 4],
    "from_large_to_small": (4, 2, 1),
    "two_threes": [1, 3, 3],
    "floats": np.array([1.0, 1.0, 5.0]),
    "four_layers": [1, 1, 2, 3],
}
WRONG = {
    "no_dilation": ("spans 7", [1, 1, 1]),
    "too_little": ("spans 13", [1, 2, 3]),
    "one_doubling_too_many": ("spans 31", [1, 2, 4, 8]),
    "the_number_itself": ("spans 31", [15]),
    "seven_layers": ("four layers", [1] * 7),
    "holes": ("between the taps", [7]),
    "holes_in_two_layers": ("between the taps", [2, 5]),
    "zero": ("whole", [0, 7]),
    "all_zeros": ("zero", [0, 0, 0]),
    "not_a_number": ("finite", [np.nan, 2, 4]),
    "one_number": ("shape", 7),
}
