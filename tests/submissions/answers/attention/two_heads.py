"""Two heads: one finds the largest u, the other the largest v."""

import numpy as np

U, V = [[1, 0], [0, 0]], [[0, 0], [0, 1]]
NOTHING = [[0, 0], [0, 0]]

RIGHT = {
    "u-then-v": ([[50, 0], [0, 50]], [U, V]),
    "v-then-u": {"queries": np.array([[0.0, 200.0], [300.0, 0.0]]), "value_kernels": np.array([V, U], float)},
    "as-loud-as-it-may-be": ([[1000, 0], [0, 1000]], [U, V]),
    "loud-enough": ([[25, 0], [0, 25]], [U, V]),
}
WRONG = {
    "not-answered": ("Not answered", None),
    "all-zeros": ("is not (largest", (np.zeros((2, 2)), np.zeros((2, 2, 2)))),
    "means": ("is not (largest", ([[0, 0], [0, 0]], [U, V])),
    "one-head-does-both": ("one coordinate is right", ([[50, 0], [0, 50]], [[[1, 0], [0, 1]], NOTHING])),
    "both-look-for-u": ("one coordinate is right", ([[50, 0], [50, 0]], [U, V])),
    "one-diagonal-head": ("is not (largest", ([[50, 50], [0, 0]], [[[1, 0], [0, 1]], NOTHING])),
    "smallest": ("is not (largest", ([[-50, 0], [0, -50]], [U, V])),
    "each-takes-the-other": ("is not (largest", ([[50, 0], [0, 50]], [V, U])),
    "takes-both": ("is not (largest", ([[50, 0], [0, 50]], [[[1, 0], [0, 1]]] * 2)),
    "not-loud-enough": ("is not (largest", ([[3, 0], [0, 3]], [U, V])),
    "right-for-three": ("not for larger sets", ([[9, 0], [0, 9]], [U, V])),
    "a-constant": ("is not (largest", ([[0, 0], [0, 0]], [[[0.7, 0.7], [0.7, 0.7]]] * 2)),
    "nan": ("NaN", ([[50, np.nan], [0, 50]], [U, V])),
    "one-kernel": ("another shape", ([[50, 0], [0, 50]], U)),
}
