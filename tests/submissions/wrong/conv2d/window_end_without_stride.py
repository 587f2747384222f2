"""The window begins at i * stride and ends at i + kernel height: it shrinks and then raises."""

import numpy as np


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    kh, kw, _, filters = kernel.shape
    rows, columns = (x.shape[1] - kh) // strides[0] + 1, (x.shape[2] - kw) // strides[1] + 1
    out = np.zeros((len(x), rows, columns, filters))
    for i, j in np.ndindex(rows, columns):
        window = x[:, i * strides[0] : i + kh, j * strides[1] : j + kw]
        out[:, i, j] = np.tensordot(window, kernel, 3)
    return out + bias
