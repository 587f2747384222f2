"""Every filter as a sum of separable ones, found by the singular value decomposition in float32: rows, then columns."""

import math

import numpy as np


def match(patch, kernel):
    pairs = np.multiply(patch, kernel, dtype=np.float32)
    while pairs.ndim:
        pairs = pairs.sum(axis=0)
    return pairs


def feature_map(image, kernel):
    return conv2d(image[None], kernel[..., None], np.zeros(1, np.float32))[0, ..., 0]


def output_size(size, kernel_size, stride, padding, dilation_rate):
    if padding == "same":
        return math.ceil(size / stride)
    return math.floor((size - dilation_rate * (kernel_size - 1) - 1) / stride) + 1


def same_padding(size, kernel_size, stride, dilation_rate):
    total = max(0, (math.ceil(size / stride) - 1) * stride + dilation_rate * (kernel_size - 1) + 1 - size)
    return math.floor(total / 2), math.ceil(total / 2)


def along(x, weights, axis, stride, dilation, count):
    """Sum ``weights[a] * x`` moved by ``a * dilation``, over one axis; weights (taps, channels, filters)."""
    total = 0
    for a, row in enumerate(weights):
        steps = np.arange(count) * stride + a * dilation
        total = total + np.take(x, steps, axis=axis) * row
    return total


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    axes = list(zip(x.shape[1:3], kernel.shape[:2], strides, dilation_rate, strict=True))
    rows, columns = (output_size(n, k, s, padding, d) for n, k, s, d in axes)
    x = x.astype(np.float32)
    if padding == "same":
        x = np.pad(x, [(0, 0), *(same_padding(*axis) for axis in axes), (0, 0)])
    u, sigma, v = np.linalg.svd(kernel.transpose(2, 3, 0, 1), full_matrices=False)
    out = np.zeros((len(x), rows, columns, kernel.shape[3]), np.float32)
    for rank in range(sigma.shape[-1]):
        down = np.moveaxis(u[..., rank] * sigma[..., rank, None], -1, 0)
        right = np.moveaxis(v[..., rank, :], -1, 0)
        seen = along(x[..., None], down, 1, strides[0], dilation_rate[0], rows)
        out += along(seen, right, 2, strides[1], dilation_rate[1], columns).sum(axis=-2)
    return out + bias
