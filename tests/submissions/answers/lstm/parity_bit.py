"""One unit that turns round at every 1 and keeps at every 0."""

import numpy as np

NO = [[0, 0, 0, 0]]
TURN = [[20, -20, 0, 0]]
HEAR = [[0, 0, -4, 0]]

RIGHT = {
    "replace-by-the-opposite": (TURN, HEAR, [-10, 10, 1, 10]),
    "steeper-and-with-room": (
        np.array([[60.0, -60, 3, 0]]),
        np.array([[0, 0, -8.0, 0]]),
        np.array([-30.0, 30, -1, 30]),
    ),
    "output-gate-half-open": {
        "kernel": [[40, -40, 0, 0]],
        "recurrent_kernel": [[0, 0, -12, 0]],
        "bias": [-20, 20, 1.5, 1],
    },
}
WRONG = {
    "not-answered": ("Not answered", None),
    "all-zeros": ("not even after a single 1", (NO, NO, [0, 0, 0, 0])),
    "stores-ones": ("a second one does not turn", (TURN, NO, [-10, 10, 1, 10])),
    "counts": ("a second one does not turn", ([[20, 0, 0, 0]], NO, [-10, 10, 5, 10])),
    "does-not-delete": ("a second one does not turn", ([[20, 0, 0, 0]], HEAR, [-10, 10, 1, 10])),
    "odd-is-below": ("not even after a single 1", (TURN, HEAR, [-10, 10, -1, 10])),
    "never-begins": ("not even after a single 1", (TURN, HEAR, [-10, 10, 0, 10])),
    "hears-itself-as-it-is": ("a second one does not turn", (TURN, [[0, 0, 4, 0]], [-10, 10, 1, 10])),
    "fades-over-zeros": ("right for short sequences", (TURN, HEAR, [-10, 4, 1, 10])),
    "leaks-in": ("right for short sequences", ([[20, -20, 0, 0]], HEAR, [-4, 10, 1, 10])),
    "nan": ("NaN", (TURN, [[0, 0, np.nan, 0]], [-10, 10, 1, 10])),
    "too-large": ("between", ([[1e300, 0, 0, 0]], HEAR, [-10, 10, 1, 10])),
    "plain-recurrence": (
        "not even after a single 1",
        (np.array([[0, 0, 3.0, 0]]), np.array([[0, 0, -3.0, 0]]), [20, -20, 0, 20]),
    ),
}
