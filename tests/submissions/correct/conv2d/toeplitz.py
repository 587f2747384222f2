"""Sums over rows of one-dimensional convolutions, each of them a Toeplitz matrix."""

import numpy as np
from scipy.linalg import toeplitz


def match(patch, kernel):
    return np.trace(patch.reshape(len(patch), -1).astype(float) @ kernel.reshape(len(kernel), -1).T.astype(float))


def band(taps, width):
    """(width, width - len(taps) + 1): what one row of pixels does to one row of places."""
    column = np.zeros(width)
    column[: len(taps)] = taps
    row = np.zeros(width - len(taps) + 1)
    row[0] = taps[0]
    return toeplitz(column, row)


def feature_map(image, kernel):
    height, width, channels = image.shape
    kh = kernel.shape[0]
    out = 0
    for a in range(kh):
        for c in range(channels):
            out = out + image[a : height - kh + 1 + a, :, c] @ band(kernel[a, :, c], width)
    return out


def output_size(size, kernel_size, stride, padding, dilation_rate):
    holes = {"same": 0, "valid": dilation_rate * (kernel_size - 1)}[padding]
    return int(np.arange(0, size - holes, stride).size)


def same_padding(size, kernel_size, stride, dilation_rate):
    overhang = (kernel_size - 1) * dilation_rate - (size - 1) % stride
    return tuple(int(part) for part in np.array([0, 1]) + overhang >> 1) if overhang > 0 else (0, 0)


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    kh, kw, channels, filters = kernel.shape
    holed = np.zeros(((kh - 1) * dilation_rate[0] + 1, (kw - 1) * dilation_rate[1] + 1, channels, filters))
    holed[:: dilation_rate[0], :: dilation_rate[1]] = kernel
    if padding == "same":
        edges = [same_padding(x.shape[k + 1], kernel.shape[k], strides[k], dilation_rate[k]) for k in (0, 1)]
        x = np.pad(x, [(0, 0), *edges, (0, 0)])
    return np.array(
        [
            np.dstack([feature_map(image, holed[..., f]) + bias[f] for f in range(filters)])[
                :: strides[0], :: strides[1]
            ]
            for image in x.astype(float)
        ]
    )
