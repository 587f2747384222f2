"""What goes wrong in a convolution. Each function is a stub's answer with one mistake in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.misconceptions import Mistake

Array = npt.NDArray[Any]
Pair = tuple[int, int]


# The right pieces, from which every mistake departs in one place. They compute on one axis.


def _extent(k: int, d: int) -> int:
    return (k - 1) * d + 1


def _size(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else (n - _extent(k, d)) // s + 1


def _pads(n: int, k: int, s: int, d: int) -> Pair:
    total = max((-(-n // s) - 1) * s + _extent(k, d) - n, 0)
    return total // 2, total - total // 2


def _start(i: int, s: int) -> int:
    return i * s


def _conv(
    x: Array,
    kernel: Array,
    bias: Array,
    strides: Pair = (1, 1),
    padding: str = "valid",
    dilation_rate: Pair = (1, 1),
    *,
    size: Callable[..., int] = _size,
    pads: Callable[..., Pair] = _pads,
    start: Callable[[int, int], int] = _start,
    fill: dict[str, Any] | None = None,
) -> Array:
    """Compute the right layer, with one piece replaced: size of the map, zeros around, start of a window."""
    axes = list(zip(x.shape[1:3], kernel.shape[:2], strides, dilation_rate, strict=True))
    rows, columns = (max(size(n, k, s, padding, d), 0) for n, k, s, d in axes)
    x, kernel = x.astype(float), kernel.astype(float)
    if padding == "same":
        x = np.pad(x, [(0, 0), *(pads(n, k, s, d) for n, k, s, d in axes), (0, 0)], **(fill or {}))
    taps = [np.arange(k) * d for _, k, _, d in axes]
    last = [extent - 1 for extent in x.shape[1:3]]
    out = np.zeros((len(x), rows, columns, kernel.shape[-1]))
    for i, j in np.ndindex(rows, columns):
        down = np.minimum(start(i, strides[0]) + taps[0], last[0])
        right = np.minimum(start(j, strides[1]) + taps[1], last[1])
        out[:, i, j] = np.tensordot(x[:, down][:, :, right], kernel, 3)
    return out + bias


# match


def _flat_channels(patch: Array, kernel: Array) -> Array:
    return np.asarray(np.sum(patch.astype(float) * kernel, axis=(0, 1)))


def _own_bytes(patch: Array, kernel: Array) -> Array:
    product = patch * kernel
    return np.asarray(np.sum(product, dtype=product.dtype))


def _cosine(patch: Array, kernel: Array) -> float:
    p, k = patch.astype(float), kernel.astype(float)
    return float(np.sum(p * k) / (np.linalg.norm(p) * np.linalg.norm(k)))


def _count_equal(patch: Array, kernel: Array) -> float:
    return float(np.sum((patch > 0) & (kernel > 0)))


# feature_map


def _map(image: Array, kernel: Array, **pieces: Any) -> Array:
    return _conv(image[None], kernel[..., None], np.zeros(1), **pieces)[0, :, :, 0]


def _map_swapped(image: Array, kernel: Array) -> Array:
    return _map(image, np.resize(kernel, (kernel.shape[1], kernel.shape[0], kernel.shape[2])))


def _tiles(image: Array, kernel: Array) -> Array:
    return _map(image, kernel, strides=kernel.shape[:2])


# conv2d


def _reshaped(*args: Any, **kwargs: Any) -> Array:
    out = _conv(*args, **kwargs)
    return np.moveaxis(out, -1, 0).reshape(out.shape)


def _without(option: str, *args: Any, **kwargs: Any) -> Array:
    return _conv(*args, **{name: value for name, value in kwargs.items() if name != option})


def _swapped(option: str, *args: Any, **kwargs: Any) -> Array:
    first, second = kwargs.get(option, (1, 1))
    return _conv(*args, **{**kwargs, option: (second, first)})


def _first_twice(option: str, *args: Any, **kwargs: Any) -> Array:
    return _conv(*args, **{**kwargs, option: (kwargs.get(option, (1, 1))[0],) * 2})


def _changed(change: Callable[..., tuple[Array, Array, Array]]) -> Callable[..., Array]:
    """Compute the right layer on other arrays: ``change`` gives them."""
    return lambda x, kernel, bias, **kwargs: _conv(*change(x, kernel, bias), **kwargs)


def _loop_step(x: Array, kernel: Array, bias: Array, strides: Pair = (1, 1), **kwargs: Any) -> Array:
    every = _conv(x, kernel, bias, strides, **kwargs, start=lambda i, s: i)
    out = np.zeros_like(every)
    out[:, :: strides[0], :: strides[1]] = every[:, :: strides[0], :: strides[1]]
    return out


def _subsampled(x: Array, kernel: Array, bias: Array, strides: Pair = (1, 1), **kwargs: Any) -> Array:
    return _conv(x, kernel, bias, **kwargs)[:, :: strides[0], :: strides[1]]


def _own_dtype(x: Array, kernel: Array, bias: Array, **kwargs: Any) -> Array:
    with np.errstate(invalid="ignore"):
        return _conv(x, kernel, bias, **kwargs).astype(x.dtype)


def _pad_batch(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    if padding == "same":
        stride, dilation = (kwargs.get(option, (1, 1))[0] for option in ("strides", "dilation_rate"))
        x = np.pad(x, [_pads(x.shape[1], kernel.shape[0], stride, dilation), (0, 0), (0, 0), (0, 0)])
    return _conv(x, kernel, bias, padding=padding, **kwargs)


def _turned(x: Array, kernel: Array, bias: Array, **kwargs: Any) -> Array:
    return _conv(x, kernel, bias, **kwargs).swapaxes(1, 2)


def _relu(*args: Any, **kwargs: Any) -> Array:
    return np.maximum(_conv(*args, **kwargs), 0)


# sizes and zeros


def _half_kernel(n: int, k: int, s: int, d: int) -> Pair:
    return (_extent(k, d) // 2,) * 2


def _half_size(n: int, k: int, s: int, padding: str, d: int) -> int:
    return (n + (2 * (_extent(k, d) // 2) if padding == "same" else 0) - _extent(k, d)) // s + 1


def _no_one(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else (n - _extent(k, d)) // s


def _long_extent(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else (n - k * d) // s + 1


def _ceil_valid(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else -(-(n - _extent(k, d)) // s) + 1


def _floor_same(n: int, k: int, s: int, padding: str, d: int) -> int:
    return n // s if padding == "same" else _size(n, k, s, padding, d)


def _same_is_n(n: int, k: int, s: int, padding: str, d: int) -> int:
    return n if padding == "same" else _size(n, k, s, padding, d)


def _true_division(n: int, k: int, s: int, padding: str, d: int) -> float:
    return n / s if padding == "same" else (n - _extent(k, d)) / s + 1


def _long_pads(n: int, k: int, s: int, d: int) -> Pair:
    total = max((-(-n // s) - 1) * s + k * d - n, 0)
    return total // 2, total - total // 2


def _unclipped(n: int, k: int, s: int, d: int) -> Pair:
    total = (-(-n // s) - 1) * s + _extent(k, d) - n
    return total // 2, total - total // 2


def _totals(n: int, k: int, s: int, d: int) -> Pair:
    return (sum(_pads(n, k, s, d)),) * 2


_HINTS = {
    "flip": "The filter is laid on the picture as it is. Did you turn it round? Deep learning cross-correlates.",
    "mean": "A match is a sum of products, not their average.",
    "channels": "One filter looks at all channels at once and gives one number for a place.",
    "one": "Count the places by hand for 5 pixels and a filter of 3: is your map one too short?",
    "extent": "Draw a filter with 3 taps and dilation 2: how many pixels lie from its first tap to its last?",
    "half": "Half the filter on each side is right for odd filters at stride 1. What does the last window need?",
    "side": "When the number of zeros is odd, on which side does Keras put the extra one?",
    "turn": "Height comes before width. Are rows and columns exchanged somewhere?",
    "dilate": "Does the padding know that the filter is dilated?",
    "stride_pad": "The number of zeros depends on the stride: only the windows that are used need them.",
    "ceil": "With valid padding a last window that does not fit is dropped.",
    "floor": "With same padding no pixel at the end is lost: round up.",
}

_STUB: dict[str, list[tuple[str, str, Callable[..., Any]]]] = {
    "match": [
        ("kernel-flipped", _HINTS["flip"], lambda p, k: np.sum(p.astype(float) * k[::-1, ::-1])),
        ("mean-for-sum", _HINTS["mean"], lambda p, k: np.mean(p.astype(float) * k)),
        ("channels-not-summed", _HINTS["channels"], _flat_channels),
        ("rows-only-summed", "Sum over every axis, not over the first alone.", lambda p, k: sum(p.astype(float) * k)),
        ("product-of-sums", "Multiply element by element first, then sum.",
         lambda p, k: p.astype(float).sum() * k.sum()),
        ("uint8-overflow", "200 * 2 does not fit into 8 bits. Which type do your pixels have?", _own_bytes),
        ("cosine-for-product", "The match is not normalised: a brighter patch matches more.", _cosine),
        ("counts-equal-signs", "Multiply the numbers; how large they are matters.", _count_equal),
        ("filter-forgotten", "Where does the filter come in?", lambda p, k: p.astype(float).sum()),
    ],
    "feature_map": [
        ("kernel-flipped", _HINTS["flip"], lambda m, k: _map(m, k[::-1, ::-1])),
        ("kernel-flipped-with-channels", _HINTS["flip"], lambda m, k: _map(m, k[::-1, ::-1, ::-1])),
        ("output-size-without-one", _HINTS["one"], partial(_map, size=_no_one)),
        ("map-padded", "No zeros are added here: the filter stays inside the picture.", partial(_map, padding="same")),
        ("map-transposed", _HINTS["turn"], lambda m, k: _map(m, k).T),
        ("height-width-confused", _HINTS["turn"], _map_swapped),
        ("first-channel-only", _HINTS["channels"], lambda m, k: _map(m[..., :1], k[..., :1])),
        ("mean-for-sum", _HINTS["mean"], lambda m, k: _map(m, k) / k.size),
        ("windows-do-not-overlap", "The filter moves by one pixel, not by its own size.", _tiles),
    ],
    "output_size": [
        ("output-size-without-one", _HINTS["one"], _no_one),
        ("valid-rounded-up", _HINTS["ceil"], _ceil_valid),
        ("same-rounded-down", _HINTS["floor"], _floor_same),
        ("same-keeps-size-under-stride", "With a stride even same padding makes the map smaller.", _same_is_n),
        ("dilated-extent-k-times-d", _HINTS["extent"], _long_extent),
        ("dilation-ignored", "A dilated filter covers more pixels.", lambda n, k, s, p, d: _size(n, k, s, p, 1)),
        ("stride-ignored", "A stride skips places.", lambda n, k, s, p, d: _size(n, k, 1, p, d)),
        ("same-ignored", "With same padding zeros are added first.", lambda n, k, s, p, d: _size(n, k, s, "valid", d)),
        ("same-by-half-kernel", _HINTS["half"], _half_size),
        ("not-rounded", "A number of places is a whole number.", _true_division),
    ],
    "same_padding": [
        ("same-by-half-kernel", _HINTS["half"], _half_kernel),
        ("extra-zero-before", _HINTS["side"], lambda n, k, s, d: _pads(n, k, s, d)[::-1]),
        ("padding-ignores-stride", _HINTS["stride_pad"], lambda n, k, s, d: _pads(n, k, 1, d)),
        ("padding-ignores-dilation", _HINTS["dilate"], lambda n, k, s, d: _pads(n, k, s, 1)),
        ("dilated-extent-k-times-d", _HINTS["extent"], _long_pads),
        ("negative-padding", "Zeros can be added, never taken away.", _unclipped),
        ("total-on-each-side", "That is the number of zeros for both sides together.", _totals),
        ("odd-zero-lost", _HINTS["side"], lambda n, k, s, d: (_pads(n, k, s, d)[0],) * 2),
    ],
    "conv2d": [
        ("kernel-flipped", _HINTS["flip"], _changed(lambda x, k, b: (x, k[::-1, ::-1], b))),
        ("stride-missing-from-start", "Where does window i begin under a stride?",
         partial(_conv, start=lambda i, s: i)),
        ("stride-as-loop-step", "Every place of the map gets a value: the stride moves the window over the input.",
         _loop_step),
        ("stride-ignored", "A stride skips places.", partial(_without, "strides")),
        ("strides-swapped", "strides = (down, right), like height and width.", partial(_swapped, "strides")),
        ("first-stride-twice", "Each axis has a stride of its own.", partial(_first_twice, "strides")),
        ("output-size-without-one", _HINTS["one"], partial(_conv, size=_no_one)),
        ("same-by-half-kernel", _HINTS["half"], partial(_conv, size=_half_size, pads=_half_kernel)),
        ("same-by-half-kernel-cut", _HINTS["half"], partial(_conv, pads=_half_kernel)),
        ("extra-zero-before", _HINTS["side"], partial(_conv, pads=lambda n, k, s, d: _pads(n, k, s, d)[::-1])),
        ("same-then-subsampled", _HINTS["stride_pad"], _subsampled),
        ("same-ignored", "With same padding zeros are added first.", partial(_without, "padding")),
        ("same-rounded-down", _HINTS["floor"], partial(_conv, size=_floor_same)),
        ("padding-not-zero", "The padding is zeros.", partial(_conv, fill={"mode": "edge"})),
        ("padding-circular", "The padding is zeros, not the other side of the picture.",
         partial(_conv, fill={"mode": "wrap"})),
        ("padding-ignores-dilation", _HINTS["dilate"], partial(_conv, pads=lambda n, k, s, d: _pads(n, k, s, 1))),
        ("dilated-extent-k-times-d", _HINTS["extent"], partial(_conv, size=_long_extent, pads=_long_pads)),
        ("dilation-ignored", "A dilated filter skips pixels between its taps.", partial(_without, "dilation_rate")),
        ("dilations-swapped", "dilation_rate = (down, right), like height and width.",
         partial(_swapped, "dilation_rate")),
        ("first-dilation-twice", "Each axis has a dilation of its own.", partial(_first_twice, "dilation_rate")),
        ("batch-padded", "Zeros are added to height and width only, never to the batch or the channels.", _pad_batch),
        ("reshaped-not-transposed", "reshape does not move axes: the numbers stay in the order in which they lie.",
         _reshaped),
        ("filter-0-for-all", "Every filter has weights of its own.",
         _changed(lambda x, k, b: (x, np.repeat(k[..., :1], k.shape[-1], -1), b))),
        ("first-channel-only", _HINTS["channels"], _changed(lambda x, k, b: (x[..., :1], k[:, :, :1], b))),
        ("channels-share-weights", "The filter has weights of its own for every channel.",
         _changed(lambda x, k, b: (x, np.repeat(k[:, :, :1], k.shape[2], 2), b))),
        ("height-width-confused", _HINTS["turn"], _turned),
        ("kernel-axes-swapped", _HINTS["turn"], _changed(lambda x, k, b: (x, k.swapaxes(0, 1), b))),
        ("buffer-of-the-input-type", "An array made with the image's type cannot hold fractions or signs.", _own_dtype),
        ("bias-missing", "Each filter adds its bias.", _changed(lambda x, k, b: (x, k, 0 * b))),
        ("bias-once-per-tap", "The bias is added once, after the sum.",
         _changed(lambda x, k, b: (x, k, b * k[..., 0].size))),
        ("bias-0-for-all", "Each filter adds its own bias.", _changed(lambda x, k, b: (x, k, b[0] + 0 * b))),
        ("mean-for-sum", _HINTS["mean"], _changed(lambda x, k, b: (x, k / k[..., 0].size, b))),
        ("relu-built-in", "There is no activation in this function.", _relu),
        ("first-sample-for-all", "Every sample of the batch has its own maps.",
         _changed(lambda x, k, b: (np.repeat(x[:1], len(x), 0), k, b))),
    ],
}  # fmt: skip

MISTAKES: tuple[Mistake, ...] = tuple(
    Mistake(name, stub, hint, function) for stub, entries in _STUB.items() for name, hint, function in entries
)
