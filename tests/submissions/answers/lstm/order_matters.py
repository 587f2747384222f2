"""Two orders of the same timesteps (value, delete) that the forgetful LSTM tells apart."""

import numpy as np

STORE, WIPE, WAIT, BACK = [1, 0], [0, 1], [0, 0], [-1, 0]

RIGHT = {
    "store-before-or-after-the-delete": ([STORE, WIPE, WIPE, WAIT, WAIT], [WIPE, WIPE, WAIT, WAIT, STORE]),
    "no-delete-at-all": {"one": [STORE, BACK, WAIT, WAIT, WAIT], "other": [STORE, WAIT, WAIT, WAIT, BACK]},
    "everything-at-once": (np.array([STORE, STORE, WIPE, WIPE, WAIT]), np.array([WIPE, WIPE, WAIT, STORE, STORE])),
}
WRONG = {
    "not-answered": ("Not answered", None),
    "all-zeros": ("differ by 0.00 only", ([WAIT] * 5, [WAIT] * 5)),
    "other-timesteps": ("the same timesteps", ([STORE, WAIT, WAIT, WAIT, WAIT], [BACK, WAIT, WAIT, WAIT, WAIT])),
    "columns-shuffled": ("the same timesteps", ([STORE, WIPE, WAIT, WAIT, WAIT], [WIPE, WAIT, WAIT, WAIT, [1, 1]])),
    "hardly-an-effect": ("only", ([STORE, [0.9, 0], WAIT, WAIT, WAIT], [[0.9, 0], STORE, WAIT, WAIT, WAIT])),
    "out-of-range": ("between -1 and 1", ([[50, 0]] + [WAIT] * 4, [WAIT] * 4 + [[50, 0]])),
    "nan": ("NaN", (np.full((5, 2), np.nan), np.zeros((5, 2)))),
    "six-timesteps": ("another shape", ([STORE] + [WAIT] * 5, [WAIT] * 5 + [STORE])),
}
