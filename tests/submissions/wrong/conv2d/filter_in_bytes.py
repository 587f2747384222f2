"""The filter is given the picture's type."""

import numpy as np


def feature_map(image, kernel):
    kh, kw = kernel.shape[:2]
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    kernel = kernel.astype(image.dtype)
    places = [np.sum(image[i : i + kh, j : j + kw] * kernel) for i, j in np.ndindex(rows, columns)]
    return np.reshape(places, (rows, columns))
