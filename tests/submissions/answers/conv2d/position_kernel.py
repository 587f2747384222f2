"""A filter that tells seven columns apart by the zeros beyond the border."""

import numpy as np

RIGHT = {
    "pixels_to_the_left": [[1.0] * 6 + [0.0] * 7],
    "pixels_to_the_right": [[0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3]],
    "ascending": np.arange(1.0, 14).reshape(1, 13),
    "the_shortest": np.array([[1.0, 2.0, 4.0, 9.0, -0.5, -1.0, -3.0]]),
}
WRONG = {
    "three_ones": ("different values", np.ones((1, 3))),
    "symmetric": ("different values", np.ones((1, 7))),
    "sees_everything_everywhere": ("different values", np.ones((1, 13))),
    "too_short": ("different values", np.array([[1.0, 2.0, 4.0, 3.0, 5.0]])),
    "one_pixel": ("different values", np.ones((1, 1))),
    "all_zeros": ("zero", np.zeros((1, 13))),
    "not_a_number": ("finite", np.full((1, 13), np.nan)),
    "square": ("shape", np.ones((3, 3))),
    "one_axis": ("shape", np.ones(13)),
}
