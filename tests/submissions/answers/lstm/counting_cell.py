"""One unit that counts ones: c is what counts, and it has to hold for a hundred timesteps."""

import numpy as np

NO = [[0, 0, 0, 0]]

RIGHT = {
    "open-gates-and-a-steep-candidate": ([[0, 0, 10, 0]], NO, [20, 20, 0, 0]),
    "the-input-gate-does-the-counting": (np.array([[40.0, 0, 0, 0]]), np.zeros((1, 4)), np.array([-20.0, 20, 10, 5])),
    "both-and-a-recurrence-without-effect": {
        "kernel": [[60, 0, 20, 3]],
        "recurrent_kernel": [[0, 0, 0, 7]],
        "bias": [-30, 15, 0, 0],
    },
}
WRONG = {
    "not-answered": ("Not answered", None),
    "all-zeros": ("even after four timesteps", (NO, NO, [0, 0, 0, 0])),
    "candidate-of-0.995": ("long ones are not", ([[0, 0, 3, 0]], NO, [20, 20, 0, 0])),
    "gates-of-0.993": ("long ones are not", ([[0, 0, 10, 0]], NO, [20, 5, 0, 0])),
    "fresh-forget-bias": ("even after four timesteps", ([[0, 0, 10, 0]], NO, [20, 1, 0, 0])),
    "counts-timesteps": ("zeros are counted", (NO, NO, [20, 20, 10, 0])),
    "zeros-count-backwards": ("zeros are counted", ([[0, 0, 20, 0]], NO, [20, 20, -10, 0])),
    "remembers-one-only": ("even after four timesteps", ([[0, -40, 10, 0]], NO, [20, 20, 0, 0])),
    "counts-down": ("even after four timesteps", ([[0, 0, -10, 0]], NO, [20, 20, 0, 0])),
    "hears-itself": ("zeros are counted", ([[0, 0, 10, 0]], [[0, 0, 5, 0]], [20, 20, 0.1, 0])),
    "nan": ("NaN", ([[0, 0, np.nan, 0]], NO, [20, 20, 0, 0])),
    "two-units": ("another shape", (np.zeros((1, 8)), np.zeros((2, 8)), np.zeros(8))),
}
