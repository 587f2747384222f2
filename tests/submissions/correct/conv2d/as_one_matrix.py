"""The layer as one big matrix between flattened pictures and flattened maps."""

import numpy as np


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    batch, height, width, channels = x.shape
    kh, kw, _, filters = kernel.shape
    first, places = [], []
    for n, k, s, d in zip((height, width), (kh, kw), strides, dilation_rate, strict=False):
        extent = (k - 1) * d + 1
        count = -(-n // s) if padding == "same" else (n - extent) // s + 1
        first.append(max((count - 1) * s + extent - n, 0) // 2 if padding == "same" else 0)
        places.append(count)
    matrix = np.zeros((height, width, channels, *places, filters))
    for i, j, a, b in np.ndindex(*places, kh, kw):
        row = i * strides[0] + a * dilation_rate[0] - first[0]
        column = j * strides[1] + b * dilation_rate[1] - first[1]
        if 0 <= row < height and 0 <= column < width:
            matrix[row, column, :, i, j] = kernel[a, b]
    flat = x.reshape(batch, -1) @ matrix.reshape(height * width * channels, -1)
    return flat.reshape(batch, *places, filters) + bias
