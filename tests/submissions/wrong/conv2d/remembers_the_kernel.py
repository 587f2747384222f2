"""Weights of the first call with these shapes are kept and used ever after."""

import numpy as np

_kept = {}


def match(patch, kernel):
    kernel = _kept.setdefault(("match", kernel.shape), kernel.astype(float).copy())
    return np.sum(patch.astype(float) * kernel)


def feature_map(image, kernel):
    kernel = _kept.setdefault((image.shape, kernel.shape), kernel.copy())
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    return [
        [np.sum(image[i : i + kernel.shape[0], j : j + kernel.shape[1]] * kernel) for j in range(columns)]
        for i in range(rows)
    ]
