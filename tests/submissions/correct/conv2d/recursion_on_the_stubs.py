"""The layer from its own smaller parts: a map for each sample and filter, dilation by spreading the filter."""

import numpy as np


def match(patch, kernel):
    return (patch.astype(np.float64) * kernel).sum()


def feature_map(image, kernel):
    places = np.subtract(image.shape, kernel.shape)[:2] + 1
    out = np.empty(places)
    for place in np.ndindex(*places):
        window = tuple(slice(p, p + k) for p, k in zip(place, kernel.shape, strict=False))
        out[place] = match(image[window], kernel)
    return out


def output_size(size, kernel_size, stride, padding, dilation_rate):
    if padding == "same":
        return (size + stride - 1) // stride
    return 1 + (size - 1 - dilation_rate * (kernel_size - 1)) // stride


def same_padding(size, kernel_size, stride, dilation_rate):
    needed = stride * (output_size(size, kernel_size, stride, "same", dilation_rate) - 1)
    total = max(needed + dilation_rate * (kernel_size - 1) + 1 - size, 0)
    return (np.int64(total // 2), np.int64(total - total // 2))


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    spread = kernel
    for axis, rate in enumerate(dilation_rate):
        gaps = np.repeat(np.arange(1, spread.shape[axis]), rate - 1)
        spread = np.insert(spread, gaps, 0, axis=axis)
    if padding == "same":
        axes = [same_padding(x.shape[1 + k], spread.shape[k], strides[k], 1) for k in range(2)]
        x = np.pad(x, [(0, 0), *axes, (0, 0)])
    samples = []
    for picture in x:
        maps = [feature_map(picture, spread[..., f])[:: strides[0], :: strides[1]] for f in range(kernel.shape[-1])]
        samples.append(np.moveaxis(np.array(maps), 0, -1) + bias)
    return samples
