"""Two sets of different size that no query tells apart."""

import numpy as np

A, B = [1.0, 0.0, 2.0], [0.0, -1.0, 1.0]

RIGHT = {
    "each-twice": ([A, B], [A, A, B, B]),
    "each-three-times": ([A, B], [B, A, B, A, B, A]),
    "two-to-one": {"small": [A, A, B], "large": [A, B, A, A, B, A]},
    "the-larger-first": (np.array([A, B, B, A], np.float32), np.array([B, A], np.float32)),
}
WRONG = {
    "not-answered": ("Not answered", None),
    "one-more": ("a query for which", ([A, B], [A, A, B])),
    "the-mean-added": ("a query for which", ([A, B], [A, B, [0.5, -0.5, 1.5]])),
    "zeros-added": ("a query for which", ([A, B], [A, B, [0, 0, 0]])),
    "same-size": ("same size", ([A, B], [B, A])),
    "one-token-repeated": ("at least two tokens", ([A, A], [A, A, A])),
    "all-zeros": ("at least two tokens", (np.zeros((2, 3)), np.zeros((4, 3)))),
    "too-long": ("between", ([[1e4, 0, 0], [-1e4, 0, 0]], [[1e4, 0, 0], [1e4, 0, 0], [-1e4, 0, 0]])),
    "nan": ("NaN", ([A, [0, 0, np.nan]], [A, A, B, B])),
    "width-two": ("another shape", ([A[:2], B[:2]], [A[:2], A[:2], B[:2], B[:2]])),
}
