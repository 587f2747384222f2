"""A network that is connected to its second input and ignores it."""

import numpy as np

_LINES = np.array([[2.0, 1, 2], [1, 1, 1]]).T  # 2a + b + 2c and a + b + c


def _network(kernel, bias, out):
    return np.array(kernel, float), np.array(bias, float), np.array(out, float)[:, None], np.zeros(1)


_STEEP = np.array([[1.0, 3, -1], [2.0, 3, 1]]).T  # a + 3b - c and 2a + 3b + c
RIGHT = {
    "difference_of_lines": _network(np.hstack([_LINES, -_LINES]), [0] * 4, [1, -1, -1, 1]),
    "other_lines": _network(np.hstack([_STEEP, -_STEEP]), [1, 2, -1, -2], [1, -1, -1, 1]),
    "sum_of_lines": _network([[1, 1, -1, -1], [0.5, -0.5, -0.5, 0.5], [2, 0.25, -2, -0.25]], [0] * 4, [3, 3, -3, -3]),
}
WRONG = {
    "connection_cut": ("no connection is cut", _network([[1, -1], [0, 0], [1, -1]], [0, 0], [1, -1])),
    "nearly_cut": ("no connection is cut", _network([[1, -1], [0.01, 0.01], [1, -1]], [0, 0], [1, -1])),
    "follows_it": ("changes with the second", _network([[1, -1], [1, -1], [1, -1]], [0, 0], [1, -1])),
    "cancels_on_one_side": ("changes with the second", _network([[2, 1], [1, 1], [2, 1]], [0, 0], [1, -1])),
    "everything_cancels": ("every input is ignored", _network(np.ones((3, 2)), [0, 0], [1, -1])),
    "hidden_behind_weights_that_cancel": (
        "changes with the second",
        _network([[1000, 1000, 1], [1000, 1000, 5], [1000, 1000, 1]], [0] * 3, [1000, -1000, 1]),
    ),
    "awake_in_between": (
        "large ones are not",
        _network(
            [[1, 1, -1, -1, 1, 1], [0.5, -0.5, -0.5, 0.5, 1, 1], [2, 0.25, -2, -0.25, 1, 1]],
            [0, 0, 0, 0, -100, -300],
            [3, 3, -3, -3, 1, -1],
        ),
    ),
    "asleep_until_large": ("large ones are not", _network([[1], [1], [1]], [-1000], [1])),
    "third_ignored_too": (
        "one of the others",
        _network([[2, 1, -2, -1], [1, 1, -1, -1], [1, 1, -1, -1]], [0] * 4, [1, -1, -1, 1]),
    ),
    "all_zeros": ("no connection is cut", _network(np.zeros((3, 4)), [0] * 4, [0] * 4)),
    "not_a_number": ("finite", _network(np.full((3, 4), np.nan), [0] * 4, [1, -1, -1, 1])),
}
