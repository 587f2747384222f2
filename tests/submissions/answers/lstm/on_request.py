"""A vote that is told when somebody asks, and not otherwise; asking changes nothing."""

import numpy as np

NO = [[0, 0, 0, 0]]

RIGHT = {
    "half-a-vote-each": ([[0, 0, 0.5, 0], [0, 0, 0, 20]], NO, [10, 10, 0, -10]),
    "full-votes-and-a-steep-question": ([[0, 0, 5, 0], [0, 0, 0, 60]], NO, [20, 20, 0, -40]),
    "votes-through-a-half-open-gate": {
        "kernel": np.array([[0, 0, 2.0, 0], [0, 0, 0, 30]]),
        "recurrent_kernel": np.zeros((1, 4)),
        "bias": np.array([0, 15.0, 0, -8]),
    },
}
WRONG = {
    "not-answered": ("Not answered", None),
    "all-zeros": ("silent even when", (NO * 2, NO, [0, 0, 0, 0])),
    "always-shows": ("without being asked", ([[0, 0, 0.5, 0], [0, 0, 0, 0]], NO, [10, 10, 0, 10])),
    "never-shows": ("silent even when", ([[0, 0, 0.5, 0], [0, 0, 0, 0]], NO, [10, 10, 0, -10])),
    "a-question-opens-the-input-only": (
        "clearly (0.2 or more) on the side",
        ([[0, 0, 0.5, 0], [20, 0, 0, 20]], NO, [-10, 10, 0, -10]),
    ),
    "the-newest-value": ("nothing is kept", ([[0, 0, 2, 0], [0, 0, 0, 20]], NO, [10, -10, 0, -10])),
    "a-question-deletes": ("nothing is kept", ([[0, 0, 0.5, 0], [0, -40, 0, 20]], NO, [10, 20, 0, -10])),
    "hears-what-it-showed": ("later ones are not", ([[0, 0, 0.5, 0], [0, 0, 0, 20]], [[0, 0, 4, 0]], [10, 10, 0, -10])),
    "the-other-side": ("on the side that is ahead", ([[0, 0, -0.5, 0], [0, 0, 0, 20]], NO, [10, 10, 0, -10])),
    "forgets": ("on the side that is ahead", ([[0, 0, 0.5, 0], [0, 0, 0, 20]], NO, [10, 1, 0, -10])),
    "one-side-only": ("on the side that is ahead", ([[0, 0, 0, 0], [0, 0, 0, 20]], NO, [10, 10, 1, -10])),
    "nan": ("NaN", ([[0, 0, np.nan, 0], [0, 0, 0, 20]], NO, [10, 10, 0, -10])),
    "features-and-columns-swapped": ("another shape", (np.zeros((4, 2)), np.zeros((4, 1)), np.zeros(4))),
}
