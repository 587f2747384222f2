"""The other way round: every pixel adds what it means for the places that see it."""

import numpy as np


def match(patch, kernel):
    total = 0.0
    for pixel, weight in zip(np.nditer(patch.astype(float)), np.nditer(kernel.astype(float)), strict=True):
        total += float(pixel * weight)
    return total


def feature_map(image, kernel):
    return conv2d(image[None], kernel[..., None], np.zeros(1))[0].squeeze(-1)


def output_size(size, kernel_size, stride, padding, dilation_rate):
    reach = (kernel_size - 1) * dilation_rate * (padding != "same")
    return sum(1 for place in range(size - reach) if place % stride == 0)


def same_padding(size, kernel_size, stride, dilation_rate):
    last = (size - 1) // stride * stride
    total = last + (kernel_size - 1) * dilation_rate - (size - 1)
    return (total // 2, -(-total // 2)) if total > 0 else (0, 0)


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    sizes = [
        output_size(n, k, s, padding, d)
        for n, k, s, d in zip(x.shape[1:3], kernel.shape[:2], strides, dilation_rate, strict=True)
    ]
    before = (0, 0)
    if padding == "same":
        before = [
            same_padding(n, k, s, d)[0]
            for n, k, s, d in zip(x.shape[1:3], kernel.shape[:2], strides, dilation_rate, strict=True)
        ]
    out = np.tile(np.asarray(bias, float), (len(x), *sizes, 1))
    for i, j in np.ndindex(*x.shape[1:3]):
        for a, b in np.ndindex(*kernel.shape[:2]):
            row, row_rest = divmod(i + before[0] - a * dilation_rate[0], strides[0])
            column, column_rest = divmod(j + before[1] - b * dilation_rate[1], strides[1])
            if row_rest == column_rest == 0 and 0 <= row < sizes[0] and 0 <= column < sizes[1]:
                out[:, row, column] += x[:, i, j] @ kernel[a, b]
    return out
