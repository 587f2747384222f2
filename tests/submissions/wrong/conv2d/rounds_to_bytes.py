"""Results are rounded to whole numbers, since pixels are."""

import numpy as np


def match(patch, kernel):
    return np.rint(np.sum(patch.astype(float) * kernel)).astype(int)


def feature_map(image, kernel):
    kh, kw, _ = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    out = np.zeros((rows, columns), int)
    for i, j in np.ndindex(rows, columns):
        out[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return out
