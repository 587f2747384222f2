"""Accuracy against the number of pictures: what the training gives, with one seed and with another, and what never.

Answers stand beside the table of the same run, since the last row of the curve is the table's.
"""

from __future__ import annotations

import numpy as np

CURVE = [[0.2635, 0.8745, 0.2800, 0.2655], [0.2755, 0.9385, 0.2955, 0.2790], [0.3015, 0.9415, 0.3145, 0.2835]]

RIGHT = {
    "as-printed": CURVE,
    "other-small-runs": [[0.2475, 0.8895, 0.2655, 0.2685], [0.2625, 0.9380, 0.2955, 0.2735], CURVE[2]],
}

WRONG = {
    "all-one-number": ("one and the same number", np.full((3, 4), 0.25)),
    "nan": ("not finite", np.full((3, 4), np.nan)),
    "zeros": ("one and the same number", np.zeros((3, 4))),
    "columns-reversed": ("Some accuracies", np.fliplr(CURVE)),
    "transposed": ("another shape", np.transpose(CURVE)),
    "another-last-row": ("The last row", [*CURVE[:2], [0.2970, 0.9515, 0.3380, 0.2820]]),
    "text": ("real numbers", "0.3"),
}
