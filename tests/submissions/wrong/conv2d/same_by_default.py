"""Padding is "same" where nobody asks for it."""

import numpy as np


def conv2d(x, kernel, bias, strides=(1, 1), padding="same", dilation_rate=(1, 1)):
    kh, kw = kernel.shape[:2]
    (sh, sw), (dh, dw) = strides, dilation_rate
    eh, ew = (kh - 1) * dh + 1, (kw - 1) * dw + 1
    rows, columns = (x.shape[1] - eh) // sh + 1, (x.shape[2] - ew) // sw + 1
    if padding == "same":
        rows, columns = -(-x.shape[1] // sh), -(-x.shape[2] // sw)
        down, right = (rows - 1) * sh + eh - x.shape[1], (columns - 1) * sw + ew - x.shape[2]
        zeros = [(max(total, 0) // 2, max(total, 0) - max(total, 0) // 2) for total in (down, right)]
        x = np.pad(x, [(0, 0), *zeros, (0, 0)])
    out = np.zeros((len(x), rows, columns, kernel.shape[3]))
    for i, j in np.ndindex(rows, columns):
        window = x[:, i * sh : i * sh + eh : dh, j * sw : j * sw + ew : dw]
        out[:, i, j] = np.tensordot(window, kernel, axes=3)
    return out + bias
