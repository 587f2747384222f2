"""A table of sixteen accuracies: what the training gives, with one seed and with another, and what it never gives."""

from __future__ import annotations

import numpy as np

TABLE = [
    [0.7780, 0.2900, 0.3875, 0.3145],
    [0.3015, 0.9415, 0.3145, 0.2835],
    [0.4840, 0.4375, 0.9590, 0.4805],
    [0.3185, 0.2395, 0.3480, 0.9420],
]

RIGHT = {
    "as-printed": TABLE,
    "another-seed": [
        [0.7675, 0.3160, 0.4370, 0.3195],
        [0.2970, 0.9515, 0.3380, 0.2820],
        [0.4890, 0.4060, 0.9570, 0.4830],
        [0.3150, 0.2605, 0.3555, 0.9330],
    ],
    "two-decimals": np.round(TABLE, 2),
}

WRONG = {
    "all-one-number": ("one and the same number", np.full((4, 4), 0.5)),
    "zeros": ("one and the same number", np.zeros((4, 4))),
    "perfect": ("Some accuracies", np.where(np.eye(4) == 1, 1.0, 0.0)),
    "flattered": ("Some accuracies", np.maximum(TABLE, 0.9)),
    "columns-reversed": ("Some accuracies", np.fliplr(TABLE)),
    "per-cent": ("not per cent", 100 * np.array(TABLE)),
    "above-one": ("between 0 and 1", np.array(TABLE) * 1000),
    "nan": ("not finite", np.full((4, 4), np.nan)),
    "one-row": ("another shape", TABLE[:1]),
    "a-network-not-built": ("Some accuracies", np.array(TABLE) * [1, 1, 0, 1]),
}
