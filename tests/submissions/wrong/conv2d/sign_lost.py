"""The sign of a match is lost."""

import numpy as np


def match(patch, kernel):
    return abs(np.sum(np.asarray(patch, float) * kernel))


def feature_map(image, kernel):
    kh, kw = kernel.shape[:2]
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    places = [np.sum(image[i : i + kh, j : j + kw] * kernel) for i, j in np.ndindex(rows, columns)]
    return np.maximum(places, 0).reshape(rows, columns)
