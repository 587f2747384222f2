"""A network of one input through any samples."""

import numpy as np


def _of_corners(corners, changes, first):
    return np.ones((1, len(corners))), -np.asarray(corners), np.asarray(changes)[:, None], np.array([first])


def _slopes(x, y):
    return np.diff(y) / np.diff(x)


def _chords(x, y):
    return _of_corners(x[:-1], np.diff(_slopes(x, y), prepend=0.0), y[0])


def _steps(x, y):  # from one value to the next in the middle third between two samples
    gap = np.diff(x) / 3
    steep = np.diff(y) / gap
    return _of_corners(np.concatenate([x[:-1] + gap, x[1:] - gap]), np.concatenate([steep, -steep]), y[0])


def _solved(x, y):  # a unit between every two samples, and one before them: a triangular system
    corners = np.concatenate([[x[0] - 1], (x[1:] + x[:-1]) / 2])
    hidden = np.maximum(x[:, None] - corners, 0)
    return _of_corners(corners, np.linalg.solve(hidden, y), 0.0)


def _first_four(x, y):
    return _chords(x[:4], y[:4])


RIGHT = {"chords": _chords, "steps": _steps, "solved": _solved}
WRONG = {
    "slopes_not_changes": ("stays on", lambda x, y: _of_corners(x[:-1], _slopes(x, y), y[0])),
    "first_value_forgotten": (
        "output bias",
        lambda x, y: _of_corners(x[:-1], np.diff(_slopes(x, y), prepend=0.0), 0.0),
    ),
    "four_samples_only": ("not for others", _first_four),
    "straight_line": ("does not go through", lambda x, y: _of_corners([x[0] - 1], [np.polyfit(x, y, 1)[0]], y.mean())),
    "always_the_first": ("does not go through", lambda x, y: _of_corners([x[0]], [0.0], y[0])),
    "all_zeros": ("does not go through", lambda x, y: _of_corners([0.0], [0.0], 0.0)),
    "not_a_number": ("finite", lambda x, y: _of_corners(np.nan * x, x, 0.0)),
    "the_values_themselves": ("tuple of 4 arrays", lambda x, y: y),
}
