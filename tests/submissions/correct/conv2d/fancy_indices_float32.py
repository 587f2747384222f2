"""im2col by arrays of indices, one big matrix product in float32 with the batch in the columns."""

import numpy as np


def match(patch, kernel):
    return np.float32(patch).reshape(1, -1).dot(np.float32(kernel).reshape(-1, 1))[0, 0]


def places(rows, columns, strides):
    i, j = np.meshgrid(np.arange(rows) * strides[0], np.arange(columns) * strides[1], indexing="ij")
    return i.reshape(-1, 1), j.reshape(-1, 1)


def feature_map(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    i, j = places(rows, columns, (1, 1))
    a, b, c = (index.reshape(1, -1) for index in np.indices(kernel.shape))
    return (image[i + a, j + b, c] @ kernel.reshape(-1)).reshape(rows, columns)


def output_size(size, kernel_size, stride, padding, dilation_rate):
    full = size if padding == "same" else size - dilation_rate * (kernel_size - 1)
    return (full - 1) // stride + 1


def same_padding(size, kernel_size, stride, dilation_rate):
    total = (output_size(size, kernel_size, stride, "same", dilation_rate) - 1) * stride - size
    total += dilation_rate * (kernel_size - 1) + 1
    total = total if total > 0 else 0
    return total >> 1, total - (total >> 1)


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    rows = output_size(x.shape[1], kernel.shape[0], strides[0], padding, dilation_rate[0])
    columns = output_size(x.shape[2], kernel.shape[1], strides[1], padding, dilation_rate[1])
    x = np.asarray(x, np.float32)
    if padding == "same":
        down = same_padding(x.shape[1], kernel.shape[0], strides[0], dilation_rate[0])
        right = same_padding(x.shape[2], kernel.shape[1], strides[1], dilation_rate[1])
        x = np.pad(x, ((0, 0), down, right, (0, 0)), mode="constant", constant_values=0)
    i, j = places(rows, columns, strides)
    a, b, c = (index.reshape(1, -1) for index in np.indices(kernel.shape[:3]))
    picked = x[:, i + a * dilation_rate[0], j + b * dilation_rate[1], c]
    matrix = picked.transpose(2, 1, 0).reshape(picked.shape[2], -1)
    out = kernel.reshape(-1, kernel.shape[3]).T @ matrix + bias.reshape(-1, 1)
    return out.reshape(-1, rows, columns, len(x)).transpose(3, 1, 2, 0)
