"""Every patch is brought to mean 0 first, as template matching does."""

import numpy as np


def match(patch, kernel):
    patch = patch.astype(float)
    return np.sum((patch - patch.mean()) * kernel)


def feature_map(image, kernel):
    kh, kw, _ = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    return np.array([[match(image[i : i + kh, j : j + kw], kernel) for j in range(columns)] for i in range(rows)])
