"""Two clearly different rows of weights, and one output."""

import numpy as np

LINE = [[0.0, 0.0], [2.0, 4.0], [1.0, 2.0]]  # the third is the mean of the others

RIGHT = {
    "the-third-is-a-mean": (LINE, np.log([0.4, 0.4, 0.2]), np.log([0.1, 0.1, 0.8])),
    # 0, 1 and 4 on a line: 1 = 3/4 · 0 + 1/4 · 4, so 0.4 of it is 0.3 of the first and 0.1 of the last
    "on-a-line": ([[0, 0], [1, 0], [4, 0]], np.log([0.2, 0.6, 0.2]), np.log([0.5, 0.2, 0.3])),
    "weights-up-to-a-factor": {
        "value": np.array(LINE),
        "scores_a": np.log([5, 5, 2]) + 3,
        "scores_b": np.log([1, 1, 10]),
    },
}
WRONG = {
    "not-answered": ("Not answered", None),
    "shifted-scores": ("nowhere 0.2 apart", (LINE, [0.0, 1.0, 2.0], [5.0, 6.0, 7.0])),
    "hardly-different": ("nowhere 0.2 apart", (LINE, np.log([0.4, 0.4, 0.2]), np.log([0.35, 0.35, 0.3]))),
    "another-output": ("outputs differ", (LINE, np.log([0.4, 0.4, 0.2]), np.log([0.1, 0.8, 0.1]))),
    "a-true-triangle": ("outputs differ", ([[0, 0], [1, 0], [0, 1]], np.log([0.4, 0.4, 0.2]), np.log([0.1, 0.1, 0.8]))),
    "all-zeros": ("(nearly) the same", (np.zeros((3, 2)), np.zeros(3), np.zeros(3))),
    "two-values-alike": ("(nearly) the same", ([[0, 0], [0, 0], [1, 2]], [5.0, 0.0, 0.0], [0.0, 5.0, 0.0])),
    "nan": ("NaN", (LINE, [0.0, 0.0, np.nan], [0.0, 0.0, 1.0])),
    "too-large": ("between", (LINE, [0.0, 0.0, -1e300], [0.0, 0.0, 1.0])),
    "one-row-only": ("tuple", (LINE, [0.0, 0.0])),
}
