"""A query, a key and a value that turn a proportion into a count."""

import numpy as np

RIGHT = {
    "everybody-equal": [0.0, 0.0, 1.0],
    "a-louder-token": np.array([1.0, 3.0, -5.0]),
    "a-quieter-token-of-high-value": (2, -0.5, 10),
}
WRONG = {
    "not-answered": ("Not answered", None),
    "all-zeros": ("the same for every number", np.zeros(3)),
    "like-the-others": ("the same for every number", [1.0, 1.0, 0.0]),
    "takes-everything": ("one token and two", [10.0, 10.0, 1.0]),
    "is-never-seen": ("the same for every number", [10.0, -10.0, 1.0]),
    "too-small-a-value": ("larger ones are not", [0.0, 0.0, 0.1]),
    "drowned": ("larger ones are not", [1.0, -3.0, 1.0]),
    "nan": ("NaN", [0.0, np.nan, 1.0]),
    "too-large": ("between", [0.0, 0.0, 1e6]),
    "one-number": ("another shape", 1.0),
}
