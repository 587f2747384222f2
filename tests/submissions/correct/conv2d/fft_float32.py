"""Correlation through a Fourier transform in float32."""

import numpy as np
from scipy import fft


def feature_map(image, kernel):
    size = image.shape[:2]
    product = fft.rfft2(image, axes=(0, 1)) * np.conj(fft.rfft2(kernel, size, axes=(0, 1)))
    whole = fft.irfft2(product, size, axes=(0, 1)).sum(axis=-1)
    return whole[: size[0] - kernel.shape[0] + 1, : size[1] - kernel.shape[1] + 1]


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    x = x.astype(np.float32)
    kh, kw, channels, filters = kernel.shape
    extents = ((kh - 1) * dilation_rate[0] + 1, (kw - 1) * dilation_rate[1] + 1)
    if padding == "same":
        totals = [max((-(-n // s) - 1) * s + e - n, 0) for n, s, e in zip(x.shape[1:3], strides, extents, strict=False)]
        x = np.pad(x, [(0, 0), *((total // 2, total - total // 2) for total in totals), (0, 0)])
    spread = np.zeros((*extents, channels, filters), np.float32)
    spread[:: dilation_rate[0], :: dilation_rate[1]] = kernel
    size = x.shape[1:3]
    pictures = fft.rfft2(x, axes=(1, 2))
    weights = fft.rfft2(spread, size, axes=(0, 1))
    whole = fft.irfft2(np.einsum("nijc,ijcf->nijf", pictures, np.conj(weights)), size, axes=(1, 2))
    places = [n - e + 1 for n, e in zip(size, extents, strict=False)]
    return whole[:, : places[0] : strides[0], : places[1] : strides[1]] + bias
