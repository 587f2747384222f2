"""scipy.signal.fftconvolve with the filter turned round, in float32, the channels as one more axis."""

import numpy as np
from scipy.signal import fftconvolve


def match(patch, kernel):
    return fftconvolve(patch.astype(np.float32), np.flip(kernel).astype(np.float32), mode="valid").item()


def feature_map(image, kernel):
    return fftconvolve(image, kernel[::-1, ::-1, ::-1], mode="valid")[:, :, 0]


def extent(kernel_size, dilation_rate):
    return dilation_rate * kernel_size - dilation_rate + 1


def output_size(size, kernel_size, stride, padding, dilation_rate):
    places = size if padding == "same" else size - extent(kernel_size, dilation_rate) + 1
    quotient, remainder = divmod(places, stride)
    return quotient + bool(remainder)


def same_padding(size, kernel_size, stride, dilation_rate):
    total = extent(kernel_size, dilation_rate) - (size % stride or stride)
    return (max(total, 0) // 2, (max(total, 0) + 1) // 2)


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    edges = [(0, 0)] * 4
    spread = [extent(k, d) for k, d in zip(kernel.shape, dilation_rate, strict=False)]
    if padding == "same":
        for k in (0, 1):
            edges[k + 1] = same_padding(x.shape[k + 1], kernel.shape[k], strides[k], dilation_rate[k])
    pictures = np.pad(x.astype(np.float32), edges)[..., None]
    turned = np.zeros((1, *spread, *kernel.shape[2:]), np.float32)
    turned[:, :: dilation_rate[0], :: dilation_rate[1]] = kernel
    turned = turned[:, ::-1, ::-1, ::-1]
    full = fftconvolve(pictures, turned, mode="full", axes=(1, 2, 3))
    inside = full[:, spread[0] - 1 : pictures.shape[1], spread[1] - 1 : pictures.shape[2], kernel.shape[2] - 1]
    return inside[:, :: strides[0], :: strides[1]] + bias
