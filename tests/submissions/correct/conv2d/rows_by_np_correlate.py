"""np.correlate on single rows, zeros laid around by copying into a larger array; float64."""

import numpy as np


def match(patch, kernel):
    return np.correlate(np.ravel(patch).astype(float), np.ravel(kernel).astype(float))[0]


def feature_map(image, kernel):
    height, width, channels = image.shape
    kh, kw, _ = kernel.shape
    result = np.zeros((height - kh + 1, width - kw + 1))
    for top in range(len(result)):
        for a in range(kh):
            for c in range(channels):
                result[top] += np.correlate(image[top + a, :, c].astype(float), kernel[a, :, c].astype(float), "valid")
    return result


def output_size(size, kernel_size, stride, padding, dilation_rate):
    return -((dilation_rate * (kernel_size - 1) * (padding == "valid") - size) // stride)


def same_padding(size, kernel_size, stride, dilation_rate):
    out = output_size(size, kernel_size, stride, "same", dilation_rate)
    total = sorted([0, stride * out - stride + dilation_rate * kernel_size - dilation_rate + 1 - size])[-1]
    return [total // 2, total - total // 2]


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    batch, height, width, channels = x.shape
    kh, kw, _, filters = kernel.shape
    rows = output_size(height, kh, strides[0], padding, dilation_rate[0])
    columns = output_size(width, kw, strides[1], padding, dilation_rate[1])
    if padding == "same":
        top, bottom = same_padding(height, kh, strides[0], dilation_rate[0])
        left, right = same_padding(width, kw, strides[1], dilation_rate[1])
        around = np.zeros((batch, height + top + bottom, width + left + right, channels))
        around[:, top : top + height, left : left + width, :] = x
        x = around
    result = np.zeros((batch, filters, rows, columns))
    for n in range(batch):
        for f in range(filters):
            for row in range(rows):
                total = 0
                for a in range(kh):
                    for c in range(channels):
                        line = x[n, row * strides[0] + a * dilation_rate[0], :, c].astype(float)
                        taps = np.zeros((kw - 1) * dilation_rate[1] + 1)
                        taps[:: dilation_rate[1]] = kernel[a, :, c, f]
                        total = total + np.correlate(line, taps)
                result[n, f, row] = total[:: strides[1]] + bias[f]
    return np.rollaxis(result, 1, 4)
