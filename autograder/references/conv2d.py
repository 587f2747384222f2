"""The formulas of the conv2d assignment in float64, each with its forward-error bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.references import Expected
from autograder.references.bounds import contraction_bound, fft_bound

Array = npt.NDArray[np.float64]


def _float64(x: Any) -> Array:
    return np.asarray(x, np.float64)


def _output_size(size: int, kernel_size: int, stride: int, padding: str, dilation_rate: int) -> int:
    if padding == "same":
        return -(-size // stride)
    return (size - _extent(kernel_size, dilation_rate)) // stride + 1


def _extent(kernel_size: int, dilation_rate: int) -> int:
    """From the first to the last pixel under a dilated filter."""
    return (kernel_size - 1) * dilation_rate + 1


def _same_padding(size: int, kernel_size: int, stride: int, dilation_rate: int) -> tuple[int, int]:
    steps = _output_size(size, kernel_size, stride, "same", dilation_rate) - 1
    total = max(steps * stride + _extent(kernel_size, dilation_rate) - size, 0)
    return total // 2, total - total // 2


def _correlate(x: Array, kernel: Array, strides: tuple[int, int], dilation: tuple[int, int]) -> Array:
    """Cross-correlation without padding: x (batch, height, width, channels), kernel (kh, kw, channels, filters)."""
    sizes = x.shape[1:3], kernel.shape[:2], strides, dilation
    rows, columns = (_output_size(n, k, s, "valid", d) for n, k, s, d in zip(*sizes, strict=True))
    out = np.zeros((len(x), rows, columns, kernel.shape[-1]))
    for i, j in np.ndindex(kernel.shape[:2]):
        top, left = i * dilation[0], j * dilation[1]
        seen = x[:, top:, left:][:, :: strides[0], :: strides[1]][:, :rows, :columns]
        out += seen @ kernel[i, j]
    return out


def _points(image: tuple[int, ...], kernel: tuple[int, ...], dilation: tuple[int, int] = (1, 1)) -> int:
    """How many points a Fourier transform of the whole picture has, the filter's reach added on each axis."""
    return int(np.prod([n + _extent(k, d) - 1 for n, k, d in zip(image, kernel, dilation, strict=True)]))


def match(patch: Any, kernel: Any) -> Expected:
    """Sum patch * kernel over all places."""
    p, k = _float64(patch), _float64(kernel)
    return Expected(np.sum(p * k), contraction_bound(np.sum(np.abs(p * k)), k.size))


def feature_map(image: Any, kernel: Any) -> Expected:
    """out[i, j] = sum_{a, b, c} image[i + a, j + b, c] kernel[a, b, c]."""
    layer = conv2d(_float64(image)[None], _float64(kernel)[..., None], np.zeros(1))
    return Expected(layer.value[0, :, :, 0], layer.bound[0, :, :, 0])


def output_size(size: int, kernel_size: int, stride: int, padding: str, dilation_rate: int) -> Expected:
    """Count places: ceil(size / stride), or floor((size - (kernel_size - 1) dilation - 1) / stride) + 1 for valid."""
    return Expected(_output_size(size, kernel_size, stride, padding, dilation_rate), 0)


def same_padding(size: int, kernel_size: int, stride: int, dilation_rate: int) -> Expected:
    """As many zeros as the last window needs, max(0, (out - 1) stride + extent - size); the odd one goes after."""
    return Expected(_same_padding(size, kernel_size, stride, dilation_rate), (0, 0))


def conv2d(
    x: Any,
    kernel: Any,
    bias: Any,
    strides: tuple[int, int] = (1, 1),
    padding: str = "valid",
    dilation_rate: tuple[int, int] = (1, 1),
) -> Expected:
    """out[n, i, j, f] = b[f] + sum_{a, b, c} x[n, i s + a d, j s + b d, c] kernel[a, b, c, f], x padded with zeros.

    The bound is the larger of the direct one and the norm-wise one of a Fourier transform.
    """
    pixels, weights, offset = _float64(x), _float64(kernel), _float64(bias)
    points = _points(pixels.shape[1:3], weights.shape[:2], dilation_rate)
    if padding == "same":
        sizes = zip(pixels.shape[1:3], weights.shape[:2], strides, dilation_rate, strict=True)
        pixels = np.pad(pixels, [(0, 0), *(_same_padding(n, k, s, d) for n, k, s, d in sizes), (0, 0)])
    value = _correlate(pixels, weights, strides, dilation_rate) + offset
    magnitude = _correlate(np.abs(pixels), np.abs(weights), strides, dilation_rate) + np.abs(offset)
    x_norm = np.sqrt(np.sum(pixels**2, axis=(1, 2, 3), keepdims=True))
    floor = fft_bound(points, x_norm, np.sqrt(np.sum(weights**2, axis=(0, 1, 2))))
    return Expected(value, np.maximum(contraction_bound(magnitude, weights[..., 0].size), floor))


EXACT: dict[str, Callable[..., Expected]] = {
    "match": match,
    "feature_map": feature_map,
    "output_size": output_size,
    "same_padding": same_padding,
    "conv2d": conv2d,
}
