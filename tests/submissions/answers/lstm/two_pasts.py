"""Two sequences of (value, delete) that begin differently and end in one state of the forgetful LSTM."""

import numpy as np

STORE, WIPE, WAIT, BACK = [1, 0], [0, 1], [0, 0], [-1, 0]

RIGHT = {
    "four-deletes": ([STORE, WAIT, WAIT, WAIT, *[WIPE] * 4], [BACK, WAIT, WAIT, WAIT, *[WIPE] * 4]),
    "five-deletes-with-a-value": {
        "one": np.array([WAIT, [0.7, 0], WAIT, *[[-1, 1]] * 5]),
        "other": np.array([WAIT, [-0.7, 0], [0.5, 0.5], *[[-1, 1]] * 5]),
    },
    "written-once-more-afterwards": ([STORE] * 3 + [WIPE] * 4 + [STORE], [BACK] * 3 + [WIPE] * 4 + [STORE]),
}
WRONG = {
    "not-answered": ("Not answered", None),
    "all-zeros": ("differ by 1 or more", ([WAIT] * 8, [WAIT] * 8)),
    "nothing-is-deleted": ("final states still differ", ([STORE] + [WAIT] * 7, [BACK] + [WAIT] * 7)),
    "h-still-remembers": ("final states still differ", ([STORE] + [WAIT] * 6 + [WIPE], [BACK] + [WAIT] * 6 + [WIPE])),
    "hardly-two-pasts": ("differ by 1 or more", ([[0.4, 0]] + [WIPE] * 7, [[-0.4, 0]] + [WIPE] * 7)),
    "out-of-range": ("between -1 and 1", ([[90, 0]] + [WIPE] * 7, [[-90, 0]] + [WIPE] * 7)),
    "nan": ("NaN", (np.full((8, 2), np.nan), np.zeros((8, 2)))),
    "five-timesteps": ("another shape", ([STORE] + [WIPE] * 4, [BACK] + [WIPE] * 4)),
}
