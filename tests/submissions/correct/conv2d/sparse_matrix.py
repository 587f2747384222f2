"""Which pixel counts for which place, as one sparse matrix per tap of the filter."""

import numpy as np
from scipy import sparse


def match(patch, kernel):
    product = sparse.csr_array(patch.reshape(1, -1).astype(float)) @ kernel.reshape(-1).astype(float)
    return product[0]


def feature_map(image, kernel):
    return conv2d(image[None, ...], kernel[..., None], 0)[0, :, :, 0]


def windows(size, kernel_size, stride, padding, dilation_rate):
    """First pixels of all windows along an axis."""
    reach = (kernel_size - 1) * dilation_rate
    if padding == "valid":
        return np.arange(0, size - reach, stride)
    starts = np.arange(0, size, stride)
    return starts - max(starts[-1] + reach + 1 - size, 0) // 2


def output_size(size, kernel_size, stride, padding, dilation_rate):
    return len(windows(size, kernel_size, stride, padding, dilation_rate))


def same_padding(size, kernel_size, stride, dilation_rate):
    starts = windows(size, kernel_size, stride, "same", dilation_rate)
    end = starts[-1] + (kernel_size - 1) * dilation_rate + 1
    return int(-starts[0]), int(max(end - size, 0))


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    batch, height, width, channels = x.shape
    top = windows(height, kernel.shape[0], strides[0], padding, dilation_rate[0])
    left = windows(width, kernel.shape[1], strides[1], padding, dilation_rate[1])
    pixels = x.transpose(1, 2, 0, 3).reshape(height * width, batch * channels).astype(float)
    out = 0
    for a, b in np.ndindex(*kernel.shape[:2]):
        rows, columns = top + a * dilation_rate[0], left + b * dilation_rate[1]
        inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))
        places = np.flatnonzero(inside)
        seen = (rows[:, None] * width + columns).ravel()[places]
        choose = sparse.coo_array((np.ones(len(places)), (places, seen)), shape=(inside.size, height * width))
        out = out + (choose @ pixels).reshape(-1, batch, channels) @ kernel[a, b]
    return out.transpose(1, 0, 2).reshape(batch, len(top), len(left), -1) + bias
