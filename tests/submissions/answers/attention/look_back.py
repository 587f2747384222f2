"""Queries and keys with which every place looks at the one before."""

import numpy as np


def directions(length, loud=20.0, moved=1):
    """A direction of its own for each place; queries moved by one."""
    places = np.eye(length)
    return loud * np.roll(places, moved, axis=0), places


def angles(length, loud=900.0):
    """Places on a circle: the query stands where the place before does."""
    angle = 2 * np.pi * np.arange(length) / 45
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    back = np.stack([np.cos(angle - 2 * np.pi / 45), np.sin(angle - 2 * np.pi / 45)], axis=1)
    return {"query": loud * back, "key": circle}


def parabola(length):
    """Score -(j - (t - 1))^2 up to what is the same for all keys: 2 (t - 1) j - j^2."""
    t = np.arange(length, dtype=float)
    return np.stack([8 * (t - 1), np.full(length, -4.0)], axis=1), np.stack([t, t**2], axis=1)


def halves(length):
    """Right for four places, and for the first four of more."""
    query, key = directions(length)
    query[4:] = 0
    return query, key


def parabola_in_bounds(length):
    """The parabola about the middle, so that numbers stay below 1000."""
    t = np.arange(length, dtype=float) - length // 2
    return np.stack([8 * (t - 1), np.full(length, -4.0)], axis=1), np.stack([t, t**2], axis=1)


RIGHT = {
    "a-direction-for-each-place": directions,
    "places-on-a-circle": angles,
    "a-parabola": parabola_in_bounds,
    "as-one-array": lambda length: np.stack(directions(length)),
    "softer-and-as-lists": lambda length: tuple(part.tolist() for part in directions(length, loud=7.0)),
}
WRONG = {
    "returns-nothing": ("returned nothing", lambda length: None),
    "itself": ("looks at itself", lambda length: directions(length, moved=0)),
    "the-next-one": ("the next one", lambda length: directions(length, moved=-1)),
    "too-soft": ("less than 90 %", lambda length: directions(length, loud=4.2)),
    "all-zeros": ("not every place", lambda length: tuple(np.zeros((2, length, 3)))),
    "four-places-only": ("not for every length", halves),
    "not-for-two-places": (
        "not for every length",
        lambda length: directions(length, moved=1 if length > 2 else 0),
    ),
    "one-number-a-place": ("not every place", lambda length: (np.arange(length)[:, None] - 1.0, np.ones((length, 1)))),
    "beyond-the-bounds": ("between", parabola),
    "nan": ("NaN", lambda length: tuple(np.full((2, length, 3), np.nan))),
    "widths-differ": ("same width", lambda length: (np.eye(length), np.ones((length, length + 1)))),
    "always-four": ("another shape", lambda length: directions(4)),
    "one-array": ("tuple", lambda length: directions(length)[0]),
}
