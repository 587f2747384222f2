"""Seven loops, and every number of the running sum is rounded to float32."""

import numpy as np


def match(patch, kernel):
    score = np.float32(0)
    for place in np.ndindex(*patch.shape):
        score += np.float32(patch[place]) * np.float32(kernel[place])
    return score


def feature_map(image, kernel):
    kh, kw = kernel.shape[0], kernel.shape[1]
    fmap = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1), dtype=np.float32)
    for row in range(fmap.shape[0]):
        for column in range(fmap.shape[1]):
            patch = image[row : row + kh, column : column + kw, :]
            fmap[row, column] = match(patch, kernel)
    return fmap


def output_size(size, kernel_size, stride, padding, dilation_rate):
    if padding == "valid":
        count = 0
        start = 0
        while start + (kernel_size - 1) * dilation_rate <= size - 1:
            count += 1
            start += stride
        return count
    if size % stride == 0:
        return size // stride
    return size // stride + 1


def same_padding(size, kernel_size, stride, dilation_rate):
    n_out = output_size(size, kernel_size, stride, "same", dilation_rate)
    covered = (n_out - 1) * stride + (kernel_size - 1) * dilation_rate + 1
    before = after = 0
    while before + after + size < covered:
        if after > before:
            before += 1
        else:
            after += 1
    return before, after


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    n_images, height, width, n_channels = x.shape
    kh, kw, _, n_filters = kernel.shape
    n_rows = output_size(height, kh, strides[0], padding, dilation_rate[0])
    n_columns = output_size(width, kw, strides[1], padding, dilation_rate[1])
    top = left = 0
    if padding == "same":
        top = same_padding(height, kh, strides[0], dilation_rate[0])[0]
        left = same_padding(width, kw, strides[1], dilation_rate[1])[0]
    out = np.zeros((n_images, n_rows, n_columns, n_filters), dtype=np.float32)
    for row in range(n_rows):
        for column in range(n_columns):
            for a in range(kh):
                for b in range(kw):
                    i = row * strides[0] + a * dilation_rate[0] - top
                    j = column * strides[1] + b * dilation_rate[1] - left
                    if i < 0 or j < 0 or i >= height or j >= width:
                        continue
                    for channel in range(n_channels):
                        pixel = x[:, i, j, channel].astype(np.float32)
                        for f in range(n_filters):
                            out[:, row, column, f] += pixel * kernel[a, b, channel, f]
            out[:, row, column] += bias
    return out
