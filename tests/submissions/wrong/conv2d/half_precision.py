"""Pixels and weights are kept in float16, three digits."""

import numpy as np


def match(patch, kernel):
    return np.sum(patch.astype(np.float16) * kernel.astype(np.float16))


def feature_map(image, kernel):
    image, kernel = image.astype(np.float16), kernel.astype(np.float16)
    kh, kw, _ = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    return np.array([[np.sum(image[i : i + kh, j : j + kw] * kernel) for j in range(columns)] for i in range(rows)])
