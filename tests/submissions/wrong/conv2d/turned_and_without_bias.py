"""Two mistakes: the filter is turned round, and the bias is forgotten."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    kh, kw = kernel.shape[:2]
    if padding == "same":
        x = np.pad(x, ((0, 0), ((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2), (0, 0)))
    windows = sliding_window_view(x, (kh, kw), axis=(1, 2))[:, :: strides[0], :: strides[1]]
    return np.einsum("nijcab,abcf->nijf", windows, kernel[::-1, ::-1])
