"""Strides and dilations taken apart first: pictures and filters in phases, each pair an ordinary dense sum."""

import functools
import operator

import numpy as np


def match(patch, kernel):
    return functools.reduce(operator.add, map(operator.mul, map(float, patch.flat), map(float, kernel.flat)))


def feature_map(image, kernel):
    rows, columns = (n - k + 1 for n, k in zip(image.shape[:2], kernel.shape[:2], strict=True))
    shifted = (
        image[a:, b:][:rows, :columns].dot(weights) for a, line in enumerate(kernel) for b, weights in enumerate(line)
    )
    return functools.reduce(np.add, shifted)


def output_size(size, kernel_size, stride, padding, dilation_rate):
    if padding == "same":
        return max(range(0, size, stride)) // stride + 1
    return (size - kernel_size - (kernel_size - 1) * (dilation_rate - 1)) // stride + 1


def same_padding(size, kernel_size, stride, dilation_rate):
    needed = max(range(0, size, stride)) + kernel_size + (kernel_size - 1) * (dilation_rate - 1)
    total = needed - size if needed > size else 0
    after = (total + 1) // 2
    return total - after, after


def dense_map(x, kernel, rows, columns):
    """An ordinary convolution of stride 1, cut to the first rows and columns."""
    out = np.zeros((len(x), rows, columns, kernel.shape[-1]))
    for (a, b), _ in np.ndenumerate(kernel[:, :, 0, 0]):
        out += np.matmul(x[:, a : a + rows, b : b + columns], kernel[a, b])
    return out


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    (sh, sw), (dh, dw) = strides, dilation_rate
    sizes, taps = x.shape[1:3], kernel.shape[:2]
    rows, columns = (
        output_size(n, k, s, padding, d) for n, k, s, d in zip(sizes, taps, strides, dilation_rate, strict=True)
    )
    if padding == "same":
        edges = (same_padding(n, k, s, d) for n, k, s, d in zip(sizes, taps, strides, dilation_rate, strict=True))
        x = np.pad(x, ((0, 0), *edges, (0, 0)))
    if max(dilation_rate) > 1:
        reach = ((k - 1) * d for k, d in zip(taps, dilation_rate, strict=True))
        whole = np.zeros((len(x), *(n - r for n, r in zip(x.shape[1:3], reach, strict=True)), kernel.shape[-1]))
        for p, q in np.ndindex(dh, dw):
            part = whole[:, p::dh, q::dw]
            part += dense_map(x[:, p::dh, q::dw], kernel, *part.shape[1:3])
        return whole[:, ::sh, ::sw] + bias
    out = np.zeros((len(x), rows, columns, kernel.shape[-1]))
    for p, q in np.ndindex(min(sh, taps[0]), min(sw, taps[1])):
        out += dense_map(x[:, p::sh, q::sw], kernel[p::sh, q::sw], rows, columns)
    return out + bias
