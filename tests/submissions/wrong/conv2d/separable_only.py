"""The filter is taken for a product of a column and a row, which only some filters are."""

import numpy as np


def match(patch, kernel):
    kernel = kernel.astype(float)
    column, row = kernel.sum(axis=1, keepdims=True), kernel.sum(axis=0, keepdims=True)
    return np.sum(patch.astype(float) * column * row / kernel.sum())


def feature_map(image, kernel):
    kh, kw, _ = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    return np.array([[match(image[i : i + kh, j : j + kw], kernel) for j in range(columns)] for i in range(rows)])
