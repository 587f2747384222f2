"""Convolution theorem with the full complex transform in float64, circular, over all images at once."""

import numpy as np


def match(patch, kernel):
    spectrum = np.fft.fftn(patch.astype(float)) * np.conj(np.fft.fftn(kernel.astype(float)))
    return float(np.mean(spectrum).real)


def feature_map(image, kernel):
    return conv2d(image[np.newaxis], kernel[..., np.newaxis], np.zeros(1))[0][..., 0]


def output_size(size, kernel_size, stride, padding, dilation_rate):
    last = size - 1 if padding == "same" else size - 1 - (kernel_size - 1) * dilation_rate
    return last // stride + 1


def same_padding(size, kernel_size, stride, dilation_rate):
    reach = (output_size(size, kernel_size, stride, "same", 1) - 1) * stride + (kernel_size - 1) * dilation_rate
    missing = reach - size + 1
    before = max(missing, 0) // 2
    return before, max(missing, 0) - before


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    counts = [output_size(x.shape[k + 1], kernel.shape[k], strides[k], padding, dilation_rate[k]) for k in range(2)]
    before = [0, 0]
    if padding == "same":
        before = [same_padding(x.shape[k + 1], kernel.shape[k], strides[k], dilation_rate[k])[0] for k in range(2)]
    size = [x.shape[k + 1] + (kernel.shape[k] - 1) * dilation_rate[k] for k in range(2)]
    taps = np.zeros((*size, *kernel.shape[2:]))
    # A correlation is a convolution with the mirrored filter: negative places of a circular transform.
    for a, b in np.ndindex(*kernel.shape[:2]):
        taps[before[0] - a * dilation_rate[0], before[1] - b * dilation_rate[1]] += kernel[a, b]
    pictures = np.fft.fft2(x, size, axes=(1, 2))
    spectra = pictures[:, :, :, np.newaxis, :] @ np.fft.fft2(taps, axes=(0, 1))
    maps = np.fft.ifft2(spectra[:, :, :, 0], axes=(1, 2)).real
    rows, columns = (np.arange(count) * stride for count, stride in zip(counts, strides, strict=True))
    return maps[:, rows[:, None], columns] + bias
