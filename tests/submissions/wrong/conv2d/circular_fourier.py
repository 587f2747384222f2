"""A Fourier transform without zeros around the picture, and without the conjugate: a circular, true convolution."""

import numpy as np


def feature_map(image, kernel):
    product = np.fft.fft2(image, axes=(0, 1)) * np.fft.fft2(kernel, image.shape[:2], axes=(0, 1))
    whole = np.fft.ifft2(product, axes=(0, 1)).real.sum(axis=-1)
    return whole[: image.shape[0] - kernel.shape[0] + 1, : image.shape[1] - kernel.shape[1] + 1]


def conv2d(x, kernel, bias, strides=(1, 1), padding="valid", dilation_rate=(1, 1)):
    size = x.shape[1:3]
    pictures = np.fft.fft2(x, axes=(1, 2))
    weights = np.conj(np.fft.fft2(kernel, size, axes=(0, 1)))
    whole = np.fft.ifft2(np.einsum("nijc,ijcf->nijf", pictures, weights), axes=(1, 2)).real
    return whole[:, :: strides[0], :: strides[1]] + bias
