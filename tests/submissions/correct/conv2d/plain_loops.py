"""Every sum written out in plain Python loops over double-precision numbers."""

import math

import numpy as np


def match(patch, kernel):
    return math.fsum(float(p) * float(k) for p, k in zip(patch.flat, kernel.flat, strict=True))


def feature_map(image, kernel):
    height, width, channels = image.shape
    kh, kw, _ = kernel.shape
    result = [[0.0] * (width - kw + 1) for _ in range(height - kh + 1)]
    for i in range(height - kh + 1):
        for j in range(width - kw + 1):
            for a in range(kh):
                for b in range(kw):
                    for c in range(channels):
                        result[i][j] += float(image[i + a, j + b, c]) * float(kernel[a, b, c])
    return result


def output_size(size, kernel_size, stride, padding, dilation_rate):
    if padding == "same":
        return len(range(0, size, stride))
    return len([start for start in range(0, size, stride) if start + (kernel_size - 1) * dilation_rate < size])


def same_padding(size, kernel_size, stride, dilation_rate):
    last_start = (output_size(size, kernel_size, stride, "same", dilation_rate) - 1) * stride
    total = max(0, last_start + (kernel_size - 1) * dilation_rate + 1 - size)
    return [total // 2, (total + 1) // 2]


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    batch, height, width, _ = x.shape
    kh, kw, _, filters = kernel.shape
    rows = output_size(height, kh, strides[0], padding, dilation_rate[0])
    columns = output_size(width, kw, strides[1], padding, dilation_rate[1])
    top = left = 0
    if padding == "same":
        top, _ = same_padding(height, kh, strides[0], dilation_rate[0])
        left, _ = same_padding(width, kw, strides[1], dilation_rate[1])
    out = np.empty((batch, rows, columns, filters))
    for n, i, j, f in np.ndindex(out.shape):
        total = float(bias[f])
        for a, b in np.ndindex(kh, kw):
            row = i * strides[0] + a * dilation_rate[0] - top
            column = j * strides[1] + b * dilation_rate[1] - left
            if 0 <= row < height and 0 <= column < width:
                total += float(np.dot(x[n, row, column].astype(float), kernel[a, b, :, f].astype(float)))
        out[n, i, j, f] = total
    return out
