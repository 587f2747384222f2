"""Keras's answers for the conv2d assignment: `keras.layers` and `keras.ops` only, so any backend will do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def _layer(x: Array, kernel: Any, bias: Any, **options: Any) -> Array:
    """Run a Conv2D layer with these weights on x (batch, height, width, channels), in float32."""
    from keras import layers, ops

    kernel = np.asarray(kernel, np.float32)
    layer = layers.Conv2D(
        kernel.shape[-1], kernel.shape[:2], use_bias=bias is not None, data_format="channels_last", dtype="float32",
        **options,
    )  # fmt: skip
    layer.build(x.shape)
    layer.set_weights([kernel] if bias is None else [kernel, np.asarray(bias, np.float32)])
    return np.asarray(ops.convert_to_numpy(layer(np.asarray(x, np.float32))))


def match(patch: Any, kernel: Any) -> Array:
    """Take the patch for a picture in which the filter has one place: a number comes back."""
    volume = np.shape(kernel) if np.ndim(kernel) == 3 else (*np.shape(kernel), 1)
    places = _layer(np.reshape(patch, (1, *volume)), np.reshape(kernel, (*volume, 1)), None)
    return np.asarray(places[0, 0, 0, 0])


def feature_map(image: Any, kernel: Any) -> Array:
    """Image (height, width, channels), one filter (kh, kw, channels) → map (height - kh + 1, width - kw + 1)."""
    return _layer(np.asarray(image)[None], np.asarray(kernel)[..., None], None)[0, :, :, 0]


def output_size(size: int, kernel_size: int, stride: int, padding: str, dilation_rate: int) -> int:
    """Measure the height of the map that Conv2D makes of a picture one pixel wide."""
    column = np.zeros((1, size, 1, 1))
    options = {"strides": (stride, 1), "padding": padding, "dilation_rate": (dilation_rate, 1)}
    return int(_layer(column, np.zeros((kernel_size, 1, 1, 1)), None, **options).shape[1])


def same_padding(size: int, kernel_size: int, stride: int, dilation_rate: int) -> tuple[int, int]:
    """How many zeros Conv2D adds before and after, read off what each tap of the filter sees first and last.

    Pixels carry their number, 1 to size, so a tap tells which pixel lies under it, and 0 is a zero that was added.
    """
    column = np.arange(1.0, size + 1).reshape(1, size, 1, 1)
    taps = np.eye(kernel_size).reshape(kernel_size, 1, 1, kernel_size)
    options = {"strides": (stride, 1), "padding": "same", "dilation_rate": (dilation_rate, 1)}
    seen = np.rint(_layer(column, taps, None, **options)[0, :, 0]).astype(int)
    reach = dilation_rate * np.arange(kernel_size)
    first, last = np.argmax(seen[0] > 0), kernel_size - 1 - np.argmax(seen[-1, ::-1] > 0)
    before = reach[first] - (seen[0, first] - 1)
    after = reach[-1] - reach[last] - (size - seen[-1, last])
    return max(int(before), 0), max(int(after), 0)


def conv2d(
    x: Any,
    kernel: Any,
    bias: Any,
    strides: tuple[int, int] = (1, 1),
    padding: str = "valid",
    dilation_rate: tuple[int, int] = (1, 1),
) -> Array:
    """Convolve x (batch, height, width, channels), kernel (kh, kw, channels, filters), bias (filters,).

    Raises Keras's ValueError for strides > 1 together with dilation > 1.
    """
    options = {"strides": tuple(strides), "padding": padding, "dilation_rate": tuple(dilation_rate)}
    return _layer(np.asarray(x), kernel, bias, **options)


KERAS: dict[str, Callable[..., Any]] = {
    "match": match,
    "feature_map": feature_map,
    "output_size": output_size,
    "same_padding": same_padding,
    "conv2d": conv2d,
}
