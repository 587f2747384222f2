"""Two units, a delete for each: which weights keep two records apart."""

import numpy as np

Z = np.zeros((2, 8))
FORGET = np.array([[0, 0, -20, 0, 0, 0, 0, 0], [0, 0, 0, -20, 0, 0, 0, 0]], float)
KEEP = np.array([0, 0, 10, 10, 0, 0, 0, 0], float)
SWAPPED = FORGET[::-1]
BOTH = np.array([[0, 0, -20, -20, 0, 0, 0, 0]] * 2, float)


def noise():
    """A candidate that hears the input, behind an input gate that is shut."""
    return FORGET + np.array([[0, 0, 0, 0, 3, 3, 0, 0]] * 2), KEEP + np.array([-30, -30, 0, 0, 0, 0, 1, 2])


RIGHT = {
    "nothing-is-ever-stored": (FORGET, Z, KEEP),
    "shut-input-gates-and-open-output-gates": {
        "kernel": noise()[0],
        "recurrent_kernel": Z + 0.5,
        "bias": noise()[1],
    },
    "recurrence-into-the-output-gates": (
        2 * FORGET,
        np.array([[0, 0, 0, 0, 0, 0, 5, -5]] * 2),
        [0, 0, 12, 15, 0, 0, 0, 0],
    ),
}
WRONG = {
    "not-answered": ("Not answered", None),
    "all-zeros": ("without any delete", (Z, Z, np.zeros(8))),
    "forget-bias-of-one": ("without any delete", (FORGET, Z, KEEP / 10)),
    "forget-bias-for-ten-steps-only": ("without any delete", (FORGET, Z, [0, 0, 6, 6, 0, 0, 0, 0])),
    "never-deletes": ("more than 5 % of a record is left", (Z, Z, KEEP)),
    "deletes-the-others": ("the other unit's record", (SWAPPED, Z, KEEP)),
    "deletes-both": ("changes the other one", (BOTH, Z, KEEP)),
    "nothing-when-both-come": ("both come at once", (FORGET - SWAPPED, Z, KEEP)),
    "order-f-i": ("without any delete", (np.roll(FORGET, -2, axis=1), Z, np.roll(KEEP, -2))),
    "adds-a-candidate": ("without any delete", (FORGET, Z, [0, 0, 10, 10, 1, 1, 0, 0])),
    "nan": ("NaN", (FORGET, Z, np.full(8, np.nan))),
    "huge": ("between", (1e6 * FORGET, Z, KEEP)),
    "transposed": ("another shape", (FORGET.T, Z.T, KEEP)),
}
