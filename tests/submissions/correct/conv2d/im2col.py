"""All windows at once: sliding_window_view, then one matrix product in float32 (im2col)."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def feature_map(image, kernel):
    kh, kw, channels = kernel.shape
    windows = sliding_window_view(image, (kh, kw, channels))[:, :, 0]
    return windows.reshape(*windows.shape[:2], -1) @ kernel.ravel()


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    x = x.astype(np.float32)
    kh, kw, channels, filters = kernel.shape
    extents = [(k - 1) * d + 1 for k, d in zip((kh, kw), dilation_rate, strict=False)]
    if padding.lower() == "same":
        widths = [(0, 0)]
        for n, e, s in zip(x.shape[1:3], extents, strides, strict=False):
            total = max(e - s if n % s == 0 else e - n % s, 0)
            widths.append((total // 2, total - total // 2))
        x = np.pad(x, [*widths, (0, 0)])
    windows = sliding_window_view(x, extents, axis=(1, 2))[:, :: strides[0], :: strides[1]]
    windows = windows[..., :: dilation_rate[0], :: dilation_rate[1]]  # (batch, rows, columns, channels, kh, kw)
    rows = windows.reshape(*windows.shape[:3], -1)
    matrix = kernel.transpose(2, 0, 1, 3).reshape(channels * kh * kw, filters)
    return rows @ matrix + bias
