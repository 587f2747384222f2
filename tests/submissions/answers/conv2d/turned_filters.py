"""Two filters: the maps of one turn with the picture, those of the other do not."""

import numpy as np

_LAPLACIAN = np.array([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]])
_EDGES = np.array([[-1.0, 0, 1]] * 3)

RIGHT = {
    "laplacian_and_edges": (_LAPLACIAN, _EDGES),
    "blur_and_one_corner": (np.ones((3, 3)), np.eye(3) * [1.0, 0, 0]),
    "corners_and_half_turn": ([[2, 0, 2], [0, 1, 0], [2, 0, 2]], [[0, 1, 0], [0, 1, 0], [0, 1, 0]]),
    "by_name": {"particular": _EDGES, "indifferent": -_LAPLACIAN},
}
WRONG = {
    "exchanged": ("does not turn", (_EDGES, _LAPLACIAN)),
    "half_turn_only": ("half turn", ([[0, 1, 0], [0, 1, 0], [0, 1, 0]], _EDGES)),
    "mirrored_only": ("does not turn", ([[1, 0, 1], [1, 0, 1], [0, 0, 0]], _EDGES)),
    "both_indifferent": ("turns with the picture as well", (_LAPLACIAN, np.ones((3, 3)))),
    "one_pixel": ("sees no neighbours", (np.diag([0.0, 1.0, 0.0]), _EDGES)),
    "all_zeros": ("zero", (np.zeros((3, 3)), _EDGES)),
    "not_a_number": ("finite", (np.full((3, 3), np.nan), _EDGES)),
    "one_filter": ("tuple of 2", _LAPLACIAN),
    "five_wide": ("shape", (np.ones((5, 5)), _EDGES)),
}
