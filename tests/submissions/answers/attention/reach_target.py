"""Scores that mix three corners into a target."""

import numpy as np


def shares(value, target):
    """The weights that do it."""
    return np.linalg.solve(np.vstack([np.asarray(value).T, np.ones(3)]), np.append(target, 1.0))


def by_areas(value, target):
    """The weight of a corner is the area of the triangle opposite to it."""
    area = []
    for k in range(3):
        one, other = (np.asarray(value[(k + n) % 3], float) - target for n in (1, 2))
        area.append(abs(one[0] * other[1] - one[1] * other[0]))
    return [float(np.log(each)) for each in area]


RIGHT = {
    "logarithms-of-the-shares": lambda value, target: np.log(shares(value, target)),
    "areas-without-a-sum-of-one": by_areas,
    "shifted-and-small": lambda value, target: (np.log(shares(value, target)) - 7).astype(np.float32),
}
WRONG = {
    "returns-nothing": ("returned nothing", lambda value, target: None),
    "the-shares-themselves": ("go through softmax", shares),
    "all-zeros": ("is not the target", lambda value, target: np.zeros(3)),
    "the-nearest-corner": ("is not the target", lambda value, target: -100 * np.linalg.norm(value - target, axis=1)),
    "closeness": ("is not the target", lambda value, target: -np.linalg.norm(value - target, axis=1)),
    "dot-products": ("is not the target", lambda value, target: value @ target),
    "the-shown-triangle-only": ("is not the target", lambda value, target: np.log([0.25, 0.25, 0.5])),
    "exponentials": ("is not the target", lambda value, target: np.exp(shares(value, target))),
    "nan": ("NaN", lambda value, target: np.full(3, np.nan)),
    "logarithm-of-a-negative-share": ("NaN", lambda value, target: np.log(shares(value, target) - 2)),
    "the-target": ("another shape", lambda value, target: target),
}
