"""A filter that sees edges between columns, no others, and no brightness."""

import numpy as np

RIGHT = {
    "prewitt": [[-1, 0, 1]] * 3,
    "sobel": np.outer([1.0, 2.0, 1.0], [1.0, 0.0, -1.0]),
    "two_neighbours": [[0, 0, 0], [0, -1, 1], [0, 0, 0]],
    "hardly_visible_edges": [[1, -1, 0], [1, -1, 0], [-1.9, 1.9, 0]],
    "lines": np.array([[0, 0, 0], [-0.1, 0.2, -0.1], [0, 0, 0]]),
}
WRONG = {
    "sees_brightness": ("brighter", [[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    "blur": ("brighter", np.ones((3, 3)) / 9),
    "nearly_balanced": ("brighter", [[-1, 0, 1.05]] * 3),
    "the_other_edges": ("between rows", np.outer([1.0, 2.0, 1.0], [1.0, 0.0, -1.0]).T),
    "laplacian": ("between rows", [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    "corners_only": ("cannot be seen", [[1, -1, 0], [-1, 1, 0], [0, 0, 0]]),
    "all_zeros": ("zero", np.zeros((3, 3))),
    "not_a_number": ("finite", np.full((3, 3), np.nan)),
    "a_row": ("shape", [[-1, 0, 1]]),
}
