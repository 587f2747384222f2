"""Dilation thins out the picture instead of spreading the filter."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    x = x[:, :: dilation_rate[0], :: dilation_rate[1]]
    kh, kw = kernel.shape[:2]
    if padding == "same":
        axes = zip(x.shape[1:3], strides, (kh, kw), strict=True)
        totals = [max((-(-n // s) - 1) * s + k - n, 0) for n, s, k in axes]
        x = np.pad(x, [(0, 0), *((total // 2, total - total // 2) for total in totals), (0, 0)])
    windows = sliding_window_view(x, (kh, kw), axis=(1, 2))[:, :: strides[0], :: strides[1]]
    return np.einsum("nijcab,abcf->nijf", windows, kernel) + bias
