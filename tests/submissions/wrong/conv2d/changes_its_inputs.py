"""The sums are right, but pictures or weights are rewritten on the way."""

import numpy as np


def match(patch, kernel):
    total = np.sum(patch.astype(float) * kernel)
    patch[...] = 0
    return total


def feature_map(image, kernel):
    kernel *= 2
    kh, kw, _ = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    return np.array([[np.sum(image[i : i + kh, j : j + kw] * kernel) / 2 for j in range(columns)] for i in range(rows)])
