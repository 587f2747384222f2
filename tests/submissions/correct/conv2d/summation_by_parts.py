"""Integral form in float64: sums over ever larger windows, weighted with the steps of the filter from tap to tap."""

import numpy as np


def match(patch, kernel):
    return np.cumsum(patch.astype(float).ravel() * kernel.astype(float).ravel())[-1]


def feature_map(image, kernel):
    return conv2d(image[None], kernel[:, :, :, None], np.zeros(1))[0, :, :, 0]


def output_size(size, kernel_size, stride, padding, dilation_rate):
    return int(np.floor((size - 1 - (kernel_size - 1) * dilation_rate * int(padding != "same")) / stride)) + 1


def same_padding(size, kernel_size, stride, dilation_rate):
    extent, starts = (kernel_size - 1) * dilation_rate + 1, np.arange(size)[::stride]
    total = int(np.maximum(starts[-1] + extent - size, 0))
    return total // 2, total - total // 2


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    x = x.astype(np.float64)
    axes = [(x.shape[k + 1], kernel.shape[k], strides[k], dilation_rate[k]) for k in range(2)]
    rows, columns = (output_size(n, k, s, padding, d) for n, k, s, d in axes)
    if padding == "same":
        x = np.pad(x, [(0, 0), *[same_padding(*axis) for axis in axes], (0, 0)])
    # Summation by parts along the filter's width: steps from tap to tap meet sums of pixels up to a tap.
    following = np.concatenate([kernel[:, 1:], np.zeros_like(kernel[:, :1])], axis=1)
    steps = np.asarray(kernel, float) - following
    out = np.zeros((len(x), rows, columns, kernel.shape[3]))
    for a in range(kernel.shape[0]):
        lines = x[:, a * dilation_rate[0] :][:, : (rows - 1) * strides[0] + 1 : strides[0]]
        up_to = 0
        for b in range(kernel.shape[1]):
            shifted = lines[:, :, b * dilation_rate[1] :]
            up_to = up_to + shifted[:, :, : (columns - 1) * strides[1] + 1 : strides[1]]
            out += np.tensordot(up_to, steps[a, b], axes=([3], [0]))
    return out + bias
