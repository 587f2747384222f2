"""Two mistakes: zeros are half the filter on each side, and the strides are (right, down)."""

import numpy as np


def same_padding(size, kernel_size, stride, dilation_rate):
    half = (kernel_size * dilation_rate) // 2
    return half, half


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    (sw, sh), (dh, dw) = strides, dilation_rate
    kh, kw = kernel.shape[:2]
    if padding == "same":
        x = np.pad(x, ((0, 0), (kh * dh // 2,) * 2, (kw * dw // 2,) * 2, (0, 0)))
    rows = (x.shape[1] - (kh - 1) * dh - 1) // sh + 1
    columns = (x.shape[2] - (kw - 1) * dw - 1) // sw + 1
    out = np.zeros((len(x), rows, columns, kernel.shape[-1]))
    for a, b in np.ndindex(kh, kw):
        seen = x[:, a * dh :: sh, b * dw :: sw][:, :rows, :columns]
        out += seen @ kernel[a, b]
    return out + bias
