"""A kernel that undoes a shuffle of the inputs."""

import numpy as np

RIGHT = {
    "rows_follow": lambda kernel, permutation: kernel[permutation],
    "permutation_matrix": lambda kernel, permutation: np.eye(len(kernel))[permutation] @ kernel,
}
WRONG = {
    "given_back": ("other outputs", lambda kernel, permutation: kernel),
    "opposite_direction": ("opposite direction", lambda kernel, permutation: kernel[np.argsort(permutation)]),
    "reversed": ("other outputs", lambda kernel, permutation: kernel[::-1]),
    "all_zeros": ("other outputs", lambda kernel, permutation: 0 * kernel),
    "not_a_number": ("finite", lambda kernel, permutation: np.nan * kernel),
    "transposed": ("shape", lambda kernel, permutation: kernel.T),
    "nothing": ("returned nothing", lambda kernel, permutation: None),
    "text": ("real numbers", lambda kernel, permutation: "kernel"),
}
