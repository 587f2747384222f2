"""A network of one input that is 1 at a place and 0 away from it."""

import numpy as np


def _of_corners(corners, changes):
    corners, changes = np.array(corners, float), np.array(changes, float)
    return np.ones((1, len(corners))), -corners, changes[:, None], np.zeros(1)


def _tent(place, width):
    return _of_corners([place - width, place, place + width], np.array([1, -2, 1]) / width)


def _flat_top(place, width):
    half = width / 2
    return _of_corners([place - width, place - half, place + half, place + width], np.array([1, -1, -1, 1]) / half)


def _from_the_right(place, width):
    corners = np.array([place + width, place, place - width])
    return -np.ones((1, 3)) / width, corners / width, np.array([[1.0], [-2.0], [1.0]]), np.zeros(1)


def _narrow(place, width):
    return _tent(place, width / 2)


RIGHT = {"tent": _tent, "flat_top": _flat_top, "looking_left": _from_the_right}
WRONG = {
    "the_visible_place": ("every place and width", lambda place, width: _tent(0.0, 1.0)),
    "width_ignored": ("every place and width", lambda place, width: _tent(place, 1.0)),
    "never_comes_back": (
        "come back",
        lambda place, width: _of_corners([place - width, place], np.array([1, -1]) / width),
    ),
    "falls_for_ever": (
        "come back",
        lambda place, width: _of_corners([place - width, place], np.array([1, -2]) / width),
    ),
    "height_is_the_width": (
        "every place and width",
        lambda place, width: _of_corners([place - width, place, place + width], [1, -2, 1]),
    ),
    "too_narrow": ("too narrow", _narrow),
    "too_wide": ("Left of", lambda place, width: _tent(place, 1.3 * width)),
    "two_humps": (
        "leaves the range",
        lambda place, width: _of_corners(
            place + width * np.array([-1, -0.5, 0, 0.5, 1]), np.array([3, -4, 2, -4, 3]) / width
        ),
    ),
    "nothing_where_narrow": (
        "every place and width",
        lambda place, width: _tent(place, width) if width >= 0.4 else _of_corners([place], [0]),
    ),
    "nothing_far_out": (
        "every place and width",
        lambda place, width: _tent(place, width) if abs(place) <= 9 else _of_corners([place], [0]),
    ),
    "another_one_far_away": (
        "come back",
        lambda place, width: _of_corners(
            place + width * np.array([-1, 0, 1, 99, 100, 101]), np.array([1, -2, 1, 1, -2, 1]) / width
        ),
    ),
    "all_zeros": ("not 1", lambda place, width: _of_corners([0], [0])),
    "not_a_number": ("finite", lambda place, width: _of_corners([np.nan] * 3, [1, -2, 1])),
}
