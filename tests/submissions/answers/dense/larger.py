"""The larger of two numbers, by ReLU units."""

import numpy as np


def _network(hidden_kernel, output_kernel, hidden_bias=None, output_bias=0.0):
    units = len(output_kernel)
    bias = np.zeros(units) if hidden_bias is None else np.array(hidden_bias, float)
    return np.array(hidden_kernel, float), bias, np.array(output_kernel, float)[:, None], np.array([output_bias])


_PASS = [[1, 0, 0], [-1, 1, -1]]  # r(a - b), r(b), r(-b)
RIGHT = {
    "difference_on_top": _network(_PASS, [1, 1, -1]),
    "half_of_sum_and_distance": _network([[1, -1, 1, -1], [1, -1, -1, 1]], [0.5, -0.5, 0.5, 0.5]),
    "biases_that_cancel": _network(_PASS, [1, 1, -1], [0, 2, -2], -2.0),
    "as_a_dict": dict(
        zip(("hidden_kernel", "hidden_bias", "output_kernel", "output_bias"), _network(_PASS, [1, 1, -1]), strict=True)
    ),
}
WRONG = {
    "positive_only": ("both numbers are positive", _network([[1, 0], [-1, 1]], [1, 1])),
    "smaller": ("smaller one", _network([[-1, 0, 0], [1, 1, -1]], [-1, 1, -1])),
    "always_the_first": ("one of the two is the larger", _network([[1, -1], [0, 0]], [1, -1])),
    "lifted_by_a_bias": ("not for large ones", _network([[1, 0], [-1, 1]], [1, 1], [0, 100], -100.0)),
    "bump_in_between": (
        "not for large ones",
        _network(
            [[*_PASS[0], 1, 1, 1], [*_PASS[1], 0, 0, 0]],
            [1, 1, -1, 500, -1000, 500],
            [0, 0, 0, -4, -52, -100],
        ),
    ),
    "mean": ("not the larger", _network([[1, -1], [1, -1]], [0.5, -0.5])),
    "all_zeros": ("not the larger", _network(np.zeros((2, 3)), [0, 0, 0])),
    "not_a_number": ("finite", _network(np.full((2, 3), np.nan), [1, 1, -1])),
    "units_disagree": ("disagree", (np.ones((2, 3)), np.zeros(2), np.ones((3, 1)), np.zeros(1))),
}
