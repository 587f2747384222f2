"""Every channel has a map of its own."""

import numpy as np


def feature_map(image, kernel):
    kh, kw, channels = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    places = [np.sum(image[i : i + kh, j : j + kw] * kernel, axis=(0, 1)) for i, j in np.ndindex(rows, columns)]
    return np.reshape(places, (rows, columns, channels))
