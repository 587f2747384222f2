"""One filter for two, one after the other."""

import numpy as np


def _added_up(first, second):
    (h, w), (kh, kw) = first.shape, second.shape
    one = np.zeros((h + kh - 1, w + kw - 1))
    for i in range(kh):
        for j in range(kw):
            one[i : i + h, j : j + w] += second[i, j] * first
    return one


def _by_fourier(first, second):
    shape = [a + b - 1 for a, b in zip(first.shape, second.shape, strict=True)]
    return np.fft.irfft2(np.fft.rfft2(first, shape) * np.fft.rfft2(second, shape), shape)


def _not_turned(first, second):
    return _added_up(first, second[::-1, ::-1])


def _three_by_three(first, second):
    one = _added_up(first, second)
    return one if first.shape == second.shape == (3, 3) else np.ones_like(one)


def _three_shapes(first, second):
    one = _added_up(first, second)
    return one if (first.shape, second.shape) in (((3, 3), (3, 3)), ((2, 3), (4, 2)), ((1, 4), (3, 2))) else one + 1


RIGHT = {"added_up": _added_up, "by_fourier": _by_fourier, "lists": lambda a, b: _added_up(b, a).tolist()}
WRONG = {
    "correlated": ("not the map", _not_turned),
    "upside_down": ("Upside down", lambda a, b: _added_up(a, b)[::-1, ::-1]),
    "first_alone": ("not the map", lambda a, b: np.pad(a, [(0, n - 1) for n in b.shape])),
    "added_not_multiplied": (
        "not the map",
        lambda a, b: np.pad(a, [(0, n - 1) for n in b.shape]) + np.pad(b, [(0, n - 1) for n in a.shape]),
    ),
    "the_visible_size": ("not for filters of other sizes", _three_by_three),
    "three_shapes_only": ("not for filters of other sizes", _three_shapes),
    "product_of_both": ("shape", lambda a, b: a * b if a.shape == b.shape else a),
    "all_zeros": ("zero", lambda a, b: 0 * _added_up(a, b)),
    "not_a_number": ("finite", lambda a, b: np.nan * _added_up(a, b)),
}
