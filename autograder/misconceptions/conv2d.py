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
    rows, columns = (size(n, k, s, padding, d) for n, k, s, d in axes)
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


def _own_order(patch: Array, kernel: Array) -> float:
    return float(np.sum(patch.astype(float).ravel() * kernel.ravel(order="F")))


def _matrix_product(patch: Array, kernel: Array) -> float:
    return float(np.sum(patch.astype(float).swapaxes(0, 1) @ kernel if patch.ndim == 2 else patch * kernel))


def _without_mean(patch: Array, kernel: Array) -> float:
    return float(np.sum((patch.astype(float) - patch.mean()) * kernel))


def _as_fractions(patch: Array, kernel: Array) -> float:
    return float(np.sum(patch / (255 if patch.dtype == np.uint8 else 1) * kernel))


def _best_channel(patch: Array, kernel: Array) -> float:
    return float(np.max(_flat_channels(patch, kernel)) if patch.ndim > 2 else np.sum(patch.astype(float) * kernel))


def _count_equal(patch: Array, kernel: Array) -> float:
    return float(np.sum((patch > 0) & (kernel > 0)))


# feature_map


def _map(image: Array, kernel: Array, **pieces: Any) -> Array:
    return _conv(image[None], kernel[..., None], np.zeros(1), **pieces)[0, :, :, 0]


def _map_swapped(image: Array, kernel: Array) -> Array:
    return _map(image, np.resize(kernel, (kernel.shape[1], kernel.shape[0], kernel.shape[2])))


def _tiles(image: Array, kernel: Array) -> Array:
    return _map(image, kernel, strides=kernel.shape[:2])


def _as_bytes(values: Array) -> Array:
    """Cut to 8 bits as NumPy does it on most machines; straight from a float it is not defined."""
    return values.astype(np.int64).astype(np.uint8)


def _map_of_bytes(image: Array, kernel: Array) -> Array:
    if image.dtype != np.uint8:
        return _map(image, kernel)
    (kh, kw, _), own = kernel.shape, _as_bytes(kernel)
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    places = [np.sum(image[i : i + kh, j : j + kw] * own) for i, j in np.ndindex(rows, columns)]
    return np.array(places, float).reshape(rows, columns)


def _in_lists(every: Array) -> Array:
    return np.array(every.tolist()) if every.shape[0] else np.array([])


def _map_per_channel(image: Array, kernel: Array) -> Array:
    return np.stack([_map(image[..., c : c + 1], kernel[..., c : c + 1]) for c in range(kernel.shape[2])], -1)


def _map_columns_first(image: Array, kernel: Array) -> Array:
    every = _map(image, kernel)
    return np.asarray(every.T.reshape(every.shape))


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


def _default_same(*args: Any, **kwargs: Any) -> Array:
    return _conv(*args, **{"padding": "same", **kwargs})


def _always_same(*args: Any, **kwargs: Any) -> Array:
    return _conv(*args, **{**kwargs, "padding": "same"})


def _exchanged(*args: Any, **kwargs: Any) -> Array:
    strides, dilations = (kwargs.get(option, (1, 1)) for option in ("strides", "dilation_rate"))
    return _conv(*args, **{**kwargs, "strides": dilations, "dilation_rate": strides})


def _wider(*args: Any, **kwargs: Any) -> Array:
    down, right = kwargs.get("dilation_rate", (1, 1))
    return _conv(*args, **{**kwargs, "dilation_rate": (down + 1, right + 1)})


def _thinned(x: Array, kernel: Array, bias: Array, dilation_rate: Pair = (1, 1), **kwargs: Any) -> Array:
    return _conv(x[:, :: dilation_rate[0], :: dilation_rate[1]], kernel, bias, **kwargs)


def _dilated_down(*args: Any, **kwargs: Any) -> Array:
    return _conv(*args, **{**kwargs, "dilation_rate": (kwargs.get("dilation_rate", (1, 1))[0], 1)})


def _strided_down(*args: Any, **kwargs: Any) -> Array:
    return _conv(*args, **{**kwargs, "strides": (kwargs.get("strides", (1, 1))[0], 1)})


def _both_swapped(*args: Any, **kwargs: Any) -> Array:
    return _swapped("strides", *args, **{**kwargs, "dilation_rate": kwargs.get("dilation_rate", (1, 1))[::-1]})


def _both_first(*args: Any, **kwargs: Any) -> Array:
    return _first_twice("strides", *args, **{**kwargs, "dilation_rate": (kwargs.get("dilation_rate", (1, 1))[0],) * 2})


def _neither(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    return _conv(x, kernel, bias, padding=padding)


def _centred(x: Array, kernel: Array, bias: Array, strides: Pair = (1, 1), **kwargs: Any) -> Array:
    """Begin in the middle of what a valid window leaves over."""
    if kwargs.get("padding", "valid") == "valid":
        dilations = kwargs.get("dilation_rate", (1, 1))
        axes = zip(x.shape[1:3], kernel.shape[:2], strides, dilations, strict=True)
        top, left = ((n - _extent(k, d)) % s // 2 for n, k, s, d in axes)
        x = x[:, top:, left:]
    return _conv(x, kernel, bias, strides, **kwargs)


def _pads_turned(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    """Give the zeros of the rows to the columns, and those of the columns to the rows."""
    if padding == "valid":
        return _conv(x, kernel, bias, **kwargs)
    strides, dilations = (kwargs.get(option, (1, 1)) for option in ("strides", "dilation_rate"))
    rows, columns = map(_pads, x.shape[1:3], kernel.shape[:2], strides, dilations)
    return _conv(np.pad(x, [(0, 0), columns, rows, (0, 0)]), kernel, bias, **kwargs)


def _column_before(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    """Put the odd zero of the columns to the left; the rows are right."""
    if padding == "valid":
        return _conv(x, kernel, bias, **kwargs)
    strides, dilations = (kwargs.get(option, (1, 1)) for option in ("strides", "dilation_rate"))
    rows, columns = map(_pads, x.shape[1:3], kernel.shape[:2], strides, dilations)
    return _conv(np.pad(x, [(0, 0), rows, columns[::-1], (0, 0)]), kernel, bias, **kwargs)


def _map_padded(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    """Compute the valid places and lay the zeros around the map."""
    if padding == "valid":
        return _conv(x, kernel, bias, **kwargs)
    strides, dilations = (kwargs.get(option, (1, 1)) for option in ("strides", "dilation_rate"))
    axes = list(zip(x.shape[1:3], kernel.shape[:2], strides, dilations, strict=True))
    inner = _conv(x, kernel, 0 * bias, **kwargs)
    missing = [_size(n, k, s, "same", d) - m for (n, k, s, d), m in zip(axes, inner.shape[1:3], strict=True)]
    return np.pad(inner, [(0, 0), *((m // 2, m - m // 2) for m in missing), (0, 0)]) + bias


def _byte_kernel(x: Array, kernel: Array, bias: Array, **kwargs: Any) -> Array:
    if x.dtype != np.uint8:
        return _conv(x, kernel, bias, **kwargs)
    return np.asarray(np.mod(_conv(x, _as_bytes(kernel), 0 * bias, **kwargs), 256) + bias)


def _byte_buffer(x: Array, kernel: Array, bias: Array, **kwargs: Any) -> Array:
    sums = _conv(x, kernel, 0 * bias, **kwargs)
    return (_as_bytes(sums) if x.dtype == np.uint8 else sums) + bias


def _biased_when_valid(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    return _conv(x, kernel, bias if padding == "valid" else 0 * bias, padding=padding, **kwargs)


def _clipped(x: Array, kernel: Array, bias: Array, **kwargs: Any) -> Array:
    out = _conv(x, kernel, bias, **kwargs)
    return np.clip(out, 0, 255) if x.dtype == np.uint8 else out


def _squeezed(*args: Any, **kwargs: Any) -> Array:
    return np.squeeze(_conv(*args, **kwargs))


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


def _extent_ends_early(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else (n - (k - 1) * d) // s + 1


def _nearest_valid(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else round((n - _extent(k, d)) / s) + 1


def _nearest_same(n: int, k: int, s: int, padding: str, d: int) -> int:
    return round(n / s) if padding == "same" else _size(n, k, s, padding, d)


def _adds_one(n: int, k: int, s: int, padding: str, d: int) -> int:
    return n // s + 1 if padding == "same" else _size(n, k, s, padding, d)


def _dilation_divides(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // (s * d)) if padding == "same" else _size(n, k, s, padding, d)


def _picture_thinned(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else (-(-n // d) - k) // s + 1


def _stride_first(n: int, k: int, s: int, padding: str, d: int) -> int:
    return -(-n // s) if padding == "same" else n // s - (k - 1) * d


def _half_kernel_below(n: int, k: int, s: int, padding: str, d: int) -> int:
    return (n + (2 * ((k - 1) // 2) * d if padding == "same" else 0) - _extent(k, d)) // s + 1


def _half_kernel_dilated(n: int, k: int, s: int, padding: str, d: int) -> int:
    return (n + (2 * (k // 2) * d if padding == "same" else 0) - _extent(k, d)) // s + 1


def _both_rounded_wrong(n: int, k: int, s: int, padding: str, d: int) -> int:
    return n // s if padding == "same" else -(-(n - _extent(k, d)) // s) + 1


def _split(total: int) -> Pair:
    return total // 2, total - total // 2


def _one_stride_more(n: int, k: int, s: int, d: int) -> Pair:
    return _split(max(-(-n // s) * s + _extent(k, d) - n, 0))


def _fewer_windows(n: int, k: int, s: int, d: int) -> Pair:
    return _split(max((n // s - 1) * s + _extent(k, d) - n, 0))


def _more_windows(n: int, k: int, s: int, d: int) -> Pair:
    return _split(max((n - 1) * s + _extent(k, d) - n, 0))


def _extent_less_stride(n: int, k: int, s: int, d: int) -> Pair:
    return _split(max(_extent(k, d) - s, 0))


def _long_by_dilation(n: int, k: int, s: int, d: int) -> Pair:
    return _split(max((-(-n // s) - 1) * s + k + d - 1 - n, 0))


def _at_most_size(n: int, k: int, s: int, d: int) -> Pair:
    return _split(min(sum(_pads(n, k, s, d)), n))


def _absolute(n: int, k: int, s: int, d: int) -> Pair:
    return _split(abs((-(-n // s) - 1) * s + _extent(k, d) - n))


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
    "overflow": "200 * 2 does not fit into 8 bits. Which type do your pixels have?",
    "same": "With same padding zeros are added first: does your function look at the option?",
    "sign": "A match may be negative, and that says something: the patch is the opposite of the filter.",
    "whole": "The sum has decimals, and keeps them.",
    "bytes": "The picture's type holds neither fractions nor signs: which type does your filter end up with?",
    "pixels": "The pixels count as they are: nothing is subtracted from them or divided by anything.",
    "own_place": "Every pixel meets one weight, the one at its own place.",
    "squeeze": "An axis of size 1 is an axis all the same: one picture or one filter stays an axis.",
    "border": "The zeros lie around the picture, not around the map: windows at the border see some pixels too.",
    "zeros": "The padding is zeros.",
    "default": "What happens if nobody says which padding to use?",
    "layout": "The axes come in Keras's order already, and reshape does not move axes.",
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
        ("uint8-overflow", _HINTS["overflow"], _own_bytes),
        ("uint8-overflow-in-products", _HINTS["overflow"], lambda p, k: np.sum(p * k)),
        ("cosine-for-product", "The match is not normalised: a brighter patch matches more.", _cosine),
        ("counts-equal-signs", "Multiply the numbers; how large they are matters.", _count_equal),
        ("filter-forgotten", "Where does the filter come in?", lambda p, k: p.astype(float).sum()),
        ("sign-lost", _HINTS["sign"], lambda p, k: abs(np.sum(p.astype(float) * k))),
        ("negative-lost", _HINTS["sign"], lambda p, k: max(np.sum(p.astype(float) * k), 0.0)),
        ("cut-to-integer", _HINTS["whole"], lambda p, k: int(np.sum(p.astype(float) * k))),
        ("rounded", _HINTS["whole"], lambda p, k: np.rint(np.sum(p.astype(float) * k))),
        ("first-channel-only", _HINTS["channels"],
         lambda p, k: np.sum((p.astype(float) * k)[..., 0] if p.ndim > 2 else p.astype(float) * k)),
        ("best-channel", _HINTS["channels"], _best_channel),
        ("mean-over-channels", "The channels are summed like the rows and columns.",
         lambda p, k: np.sum(p.astype(float) * k) / (p.shape[2] if p.ndim > 2 else 1)),
        ("distance", "A match multiplies pixel and weight: it does not measure how far apart they are.",
         lambda p, k: np.sum((p.astype(float) - k) ** 2)),
        ("mean-removed", _HINTS["pixels"], _without_mean),
        ("bytes-as-fractions", _HINTS["pixels"], _as_fractions),
        ("filter-in-column-order", _HINTS["own_place"], _own_order),
        ("patch-in-column-order", _HINTS["own_place"], lambda p, k: _own_order(k, p)),
        ("matrix-product", _HINTS["own_place"], _matrix_product),
        ("flipped-up-down-only", _HINTS["flip"], lambda p, k: np.sum(p.astype(float) * k[::-1])),
        ("flipped-left-right-only", _HINTS["flip"], lambda p, k: np.sum(p.astype(float) * k[:, ::-1])),
        ("kernel-flipped-and-mean-for-sum",
         "The filter is laid on as it is, and its products are summed, not averaged.",
         lambda p, k: np.mean(p.astype(float) * k[::-1, ::-1])),
        ("kernel-flipped-and-channels-not-summed",
         "The filter is laid on as it is, and looks at all channels at once.",
         lambda p, k: _flat_channels(p, k[::-1, ::-1])),
    ],
    "feature_map": [
        ("kernel-flipped", _HINTS["flip"], lambda m, k: _map(m, k[::-1, ::-1])),
        ("kernel-flipped-with-channels", _HINTS["flip"], lambda m, k: _map(m, k[::-1, ::-1, ::-1])),
        ("output-size-without-one", _HINTS["one"], partial(_map, size=_no_one)),
        ("output-size-without-one-in-lists", _HINTS["one"], lambda m, k: _in_lists(_map(m, k, size=_no_one))),
        ("map-padded", "No zeros are added here: the filter stays inside the picture.", partial(_map, padding="same")),
        ("map-transposed", _HINTS["turn"], lambda m, k: _map(m, k).T),
        ("height-width-confused", _HINTS["turn"], _map_swapped),
        ("first-channel-only", _HINTS["channels"], lambda m, k: _map(m[..., :1], k[..., :1])),
        ("mean-for-sum", _HINTS["mean"], lambda m, k: _map(m, k) / k.size),
        ("windows-do-not-overlap", "The filter moves by one pixel, not by its own size.", _tiles),
        ("channels-not-summed", _HINTS["channels"], _map_per_channel),
        ("channels-reversed", "The channels of picture and filter come in the same order.",
         lambda m, k: _map(m, k[..., ::-1])),
        ("sign-lost", _HINTS["sign"], lambda m, k: np.abs(_map(m, k))),
        ("negative-lost", _HINTS["sign"], lambda m, k: np.maximum(_map(m, k), 0)),
        ("cut-to-integers", _HINTS["whole"], lambda m, k: np.trunc(_map(m, k))),
        ("rounded", _HINTS["whole"], lambda m, k: np.rint(_map(m, k))),
        ("kernel-in-the-image-type", _HINTS["bytes"], _map_of_bytes),
        ("buffer-of-the-image-type", "An array made with the image's type cannot hold fractions or signs.",
         lambda m, k: _as_bytes(_map(m, k)) if m.dtype == np.uint8 else _map(m, k)),
        ("flipped-up-down-only", _HINTS["flip"], lambda m, k: _map(m, k[::-1])),
        ("flipped-left-right-only", _HINTS["flip"], lambda m, k: _map(m, k[:, ::-1])),
        ("columns-first", "Places are counted row by row.", _map_columns_first),
        ("squeezed", "A map with one place is still a map with rows and columns.", lambda m, k: np.squeeze(_map(m, k))),
        ("last-row-missing", "Look at the last row of windows: is there one that you leave out?",
         lambda m, k: _map(m[:-1], k)),
        ("kernel-flipped-and-output-size-without-one",
         "The filter is laid on the picture as it is, and there is one more place in each direction.",
         lambda m, k: _map(m, k[::-1, ::-1], size=_no_one)),
        ("kernel-flipped-and-map-padded",
         "The filter is laid on the picture as it is, and stays inside it: no zeros are added.",
         lambda m, k: _map(m, k[::-1, ::-1], padding="same")),
        ("kernel-flipped-and-map-transposed", "Is the filter laid on as it is, and does height come before width?",
         lambda m, k: _map(m, k[::-1, ::-1]).T),
    ],
    "output_size": [
        ("output-size-without-one", _HINTS["one"], _no_one),
        ("valid-rounded-up", _HINTS["ceil"], _ceil_valid),
        ("same-rounded-down", _HINTS["floor"], _floor_same),
        ("same-keeps-size-under-stride", "With a stride even same padding makes the map smaller.", _same_is_n),
        ("dilated-extent-k-times-d", _HINTS["extent"], _long_extent),
        ("dilation-ignored", "A dilated filter covers more pixels.", lambda n, k, s, p, d: _size(n, k, s, p, 1)),
        ("stride-ignored", "A stride skips places.", lambda n, k, s, p, d: _size(n, k, 1, p, d)),
        ("same-ignored", _HINTS["same"], lambda n, k, s, p, d: _size(n, k, s, "valid", d)),
        ("same-by-half-kernel", _HINTS["half"], _half_size),
        ("not-rounded", "A number of places is a whole number.", _true_division),
        ("extent-without-its-last-pixel", _HINTS["extent"], _extent_ends_early),
        ("valid-rounded-to-nearest", _HINTS["ceil"], _nearest_valid),
        ("same-rounded-to-nearest", _HINTS["floor"], _nearest_same),
        ("same-one-added-for-rounding-up", "Adding one is not rounding up: what if the stride divides the size?",
         _adds_one),
        ("same-divided-by-dilation", "Dilation spreads the filter: it does not make the window move further.",
         _dilation_divides),
        ("picture-thinned-by-dilation", "Dilation spreads the filter, it does not thin out the picture.",
         _picture_thinned),
        ("picture-thinned-by-dilation-and-rounded-down",
         "Dilation spreads the filter, it does not thin out the picture.",
         lambda n, k, s, p, d: -(-n // s) if p == "same" else (n // d - k) // s + 1),
        ("one-pixel-taken-for-no-filter", "A filter of one pixel is a filter too: count its places under a stride.",
         lambda n, k, s, p, d: n // s + 1 if p == "valid" and k == 1 and s > 1 else _size(n, k, s, p, d)),
        ("stride-before-extent", "First see how far the first window reaches, then count the steps that are left.",
         _stride_first),
        ("same-by-half-kernel-without-middle", _HINTS["half"], _half_kernel_below),
        ("same-by-half-kernel-dilated", _HINTS["half"], _half_kernel_dilated),
        ("same-by-half-extent", _HINTS["half"],
         lambda n, k, s, p, d: (n + (2 * ((k - 1) * d // 2) if p == "same" else 0) - _extent(k, d)) // s + 1),
        ("valid-rounded-up-and-same-rounded-down",
         "Valid and same are rounded in different directions: which is which?",
         _both_rounded_wrong),
        ("stride-ignored-and-dilation-ignored", "A stride skips places, and a dilated filter covers more pixels.",
         lambda n, k, s, p, d: _size(n, k, 1, p, 1)),
        ("output-size-without-one-and-dilation-ignored",
         "Count the places by hand for 5 pixels and a filter of 3, and then for one that is dilated.",
         lambda n, k, s, p, d: _no_one(n, k, s, p, 1)),
        ("output-size-without-one-and-same-keeps-size",
         "Count the places by hand: once without padding, and once with it under a stride.",
         lambda n, k, s, p, d: n if p == "same" else _no_one(n, k, s, p, d)),
        ("same-ignored-and-dilation-ignored", "Your function should look at two more options: padding and dilation.",
         lambda n, k, s, p, d: _size(n, k, s, "valid", 1)),
    ],
    "same_padding": [
        ("same-by-half-kernel", _HINTS["half"], _half_kernel),
        ("same-by-half-kernel-undilated", _HINTS["half"], lambda n, k, s, d: (k // 2, k // 2)),
        ("extra-zero-before", _HINTS["side"], lambda n, k, s, d: _pads(n, k, s, d)[::-1]),
        ("padding-ignores-stride", _HINTS["stride_pad"], lambda n, k, s, d: _pads(n, k, 1, d)),
        ("padding-ignores-dilation", _HINTS["dilate"], lambda n, k, s, d: _pads(n, k, s, 1)),
        ("dilated-extent-k-times-d", _HINTS["extent"], _long_pads),
        ("negative-padding", "Zeros can be added, never taken away.", _unclipped),
        ("total-on-each-side", "That is the number of zeros for both sides together.", _totals),
        ("odd-zero-lost", _HINTS["side"], lambda n, k, s, d: (_pads(n, k, s, d)[0],) * 2),
        ("odd-zero-on-both-sides", _HINTS["side"], lambda n, k, s, d: (_pads(n, k, s, d)[1],) * 2),
        ("half-a-zero", "Half a zero cannot be added: an odd number of zeros is not shared evenly.",
         lambda n, k, s, d: (sum(_pads(n, k, s, d)) / 2,) * 2),
        ("all-after", "Half of the zeros belong before.", lambda n, k, s, d: (0, sum(_pads(n, k, s, d)))),
        ("all-before", "Half of the zeros belong after.", lambda n, k, s, d: (sum(_pads(n, k, s, d)), 0)),
        ("total-alone", "Two numbers are due: how many zeros before, and how many after.",
         lambda n, k, s, d: sum(_pads(n, k, s, d))),
        ("one-stride-too-many", "How many steps lead from the first of five windows to the last?", _one_stride_more),
        ("windows-rounded-down", _HINTS["floor"], _fewer_windows),
        ("windows-without-stride", "With a stride even same padding makes the map smaller: how many windows are there?",
         _more_windows),
        ("as-if-the-stride-divided-the-size",
         "That is right where the stride divides the size: where does the last window begin if it does not?",
         _extent_less_stride),
        ("dilated-extent-k-plus-d", _HINTS["extent"], _long_by_dilation),
        ("at-most-the-picture", "A filter that is spread widely may need more zeros than the picture has pixels.",
         _at_most_size),
        ("negative-made-positive", "Zeros can be added, never taken away.", _absolute),
        ("extra-zero-before-and-padding-ignores-dilation",
         "Two things to look at: on which side the odd zero lies, and how far a dilated filter reaches.",
         lambda n, k, s, d: _pads(n, k, s, 1)[::-1]),
        ("extra-zero-before-and-padding-ignores-stride",
         "Two things to look at: on which side the odd zero lies, and which windows a stride uses.",
         lambda n, k, s, d: _pads(n, k, 1, d)[::-1]),
        ("padding-ignores-stride-and-padding-ignores-dilation",
         "The number of zeros depends on the stride and on the dilation.", lambda n, k, s, d: _pads(n, k, 1, 1)),
        ("extra-zero-before-and-negative-padding",
         "Zeros can be added, never taken away, and the odd one has its side.",
         lambda n, k, s, d: _unclipped(n, k, s, d)[::-1]),
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
        ("same-ignored", _HINTS["same"], partial(_without, "padding")),
        ("same-rounded-down", _HINTS["floor"], partial(_conv, size=_floor_same)),
        ("same-rounded-down-with-its-zeros", _HINTS["floor"], partial(_conv, size=_floor_same, pads=_fewer_windows)),
        ("padding-not-zero", _HINTS["zeros"], partial(_conv, fill={"mode": "edge"})),
        ("padding-reflected", _HINTS["zeros"], partial(_conv, fill={"mode": "reflect"})),
        ("padding-mirrored", _HINTS["zeros"], partial(_conv, fill={"mode": "symmetric"})),
        ("padding-ones", _HINTS["zeros"], partial(_conv, fill={"constant_values": 1.0})),
        ("padding-circular", "The padding is zeros, not the other side of the picture.",
         partial(_conv, fill={"mode": "wrap"})),
        ("padding-ignores-dilation", _HINTS["dilate"], partial(_conv, pads=lambda n, k, s, d: _pads(n, k, s, 1))),
        ("dilated-extent-k-times-d", _HINTS["extent"], partial(_conv, size=_long_extent, pads=_long_pads)),
        ("dilation-ignored", "A dilated filter skips pixels between its taps.", partial(_without, "dilation_rate")),
        ("picture-thinned-by-dilation", "Dilation spreads the filter, it does not thin out the picture.", _thinned),
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
        ("bias-for-valid-only", "Each filter adds its bias, whatever the padding.", _biased_when_valid),
        ("bias-once-per-tap", "The bias is added once, after the sum.",
         _changed(lambda x, k, b: (x, k, b * k[..., 0].size))),
        ("bias-0-for-all", "Each filter adds its own bias.", _changed(lambda x, k, b: (x, k, b[0] + 0 * b))),
        ("mean-for-sum", _HINTS["mean"], _changed(lambda x, k, b: (x, k / k[..., 0].size, b))),
        ("relu-built-in", "There is no activation in this function.", _relu),
        ("first-sample-for-all", "Every sample of the batch has its own maps.",
         _changed(lambda x, k, b: (np.repeat(x[:1], len(x), 0), k, b))),
        ("squeezed", _HINTS["squeeze"], _squeezed),
        ("same-by-default", _HINTS["default"], _default_same),
        ("valid-ignored", "With valid padding no zeros are added.", _always_same),
        ("strides-and-dilations-exchanged",
         "Strides move the window, dilation spreads the filter: which one is which in your function?", _exchanged),
        ("one-gap-too-many", "Dilation 1 means that neighbouring weights lie on neighbouring pixels.", _wider),
        ("dilated-down-only", "Each axis has a dilation of its own.", _dilated_down),
        ("strided-down-only", "Each axis has a stride of its own.", _strided_down),
        ("valid-centred",
         "Without padding the first window begins at the first pixel: what is left over lies at the end.", _centred),
        ("padding-axes-exchanged", _HINTS["turn"], _pads_turned),
        ("map-padded-instead-of-picture", _HINTS["border"], _map_padded),
        ("as-if-the-stride-divided-the-size",
         "The zeros are right where the stride divides the size: where does the last window begin if it does not?",
         partial(_conv, pads=_extent_less_stride)),
        ("extra-column-before", _HINTS["side"], _column_before),
        ("flipped-up-down-only", _HINTS["flip"], _changed(lambda x, k, b: (x, k[::-1], b))),
        ("kernel-axes-swapped-and-reshaped", _HINTS["layout"],
         _changed(lambda x, k, b: (x, k.swapaxes(0, 1).reshape(k.shape), b))),
        ("flipped-left-right-only", _HINTS["flip"], _changed(lambda x, k, b: (x, k[:, ::-1], b))),
        ("channels-averaged", "The channels are summed like the rows and columns.",
         _changed(lambda x, k, b: (x, k / k.shape[2], b))),
        ("window-averaged", _HINTS["mean"], _changed(lambda x, k, b: (x, k / k[..., 0, 0].size, b))),
        ("bias-once-per-pixel", "The bias is added once, after the sum.",
         _changed(lambda x, k, b: (x, k, b * k[..., 0, 0].size))),
        ("channels-first", _HINTS["layout"],
         _changed(lambda x, k, b: (np.moveaxis(x.reshape(len(x), x.shape[3], *x.shape[1:3]), 1, -1), k, b))),
        ("kernel-filters-first", _HINTS["layout"],
         _changed(lambda x, k, b: (x, k.reshape(*k.shape[:1:-1], *k.shape[:2]).transpose(2, 3, 1, 0), b))),
        ("bytes-as-fractions", _HINTS["pixels"],
         _changed(lambda x, k, b: (x / (255 if x.dtype == np.uint8 else 1), k, b))),
        ("kernel-in-the-input-type", _HINTS["bytes"], _byte_kernel),
        ("sums-in-the-input-type", "An array made with the image's type cannot hold fractions or signs.", _byte_buffer),
        ("clipped-to-bytes", "The map of a photo may go below 0 and above 255.", _clipped),
        ("kernel-flipped-and-bias-missing",
         "The filter is laid on the picture as it is, and each filter adds its bias.",
         _changed(lambda x, k, b: (x, k[::-1, ::-1], 0 * b))),
        ("kernel-flipped-and-extra-zero-before",
         "The filter is laid on the picture as it is, and the odd zero has its side.",
         lambda x, k, b, **o: _conv(x, k[::-1, ::-1], b, **o, pads=lambda *a: _pads(*a)[::-1])),
        ("kernel-flipped-and-stride-ignored", "The filter is laid on the picture as it is, and a stride skips places.",
         lambda x, k, b, **o: _without("strides", x, k[::-1, ::-1], b, **o)),
        ("kernel-flipped-and-dilation-ignored",
         "The filter is laid on the picture as it is, and a dilated one skips pixels between its taps.",
         lambda x, k, b, **o: _without("dilation_rate", x, k[::-1, ::-1], b, **o)),
        ("kernel-flipped-and-same-by-half-kernel-cut",
         "The filter is laid on the picture as it is, and half of it on each side is not always what is needed.",
         lambda x, k, b, **o: _conv(x, k[::-1, ::-1], b, **o, pads=_half_kernel)),
        ("same-by-half-kernel-and-stride-ignored",
         "Two options to look at again: what the last window needs under same padding, and the stride.",
         lambda x, k, b, **o: _without("strides", x, k, b, **o, size=_half_size, pads=_half_kernel)),
        ("same-by-half-kernel-cut-and-strides-swapped",
         "Half the filter on each side is not always what is needed, and strides are (down, right).",
         lambda x, k, b, **o: _swapped("strides", x, k, b, **o, pads=_half_kernel)),
        ("same-ignored-and-stride-ignored", "Two options are not used: padding and strides.",
         lambda x, k, b, dilation_rate=(1, 1), **o: _conv(x, k, b, dilation_rate=dilation_rate)),
        ("same-ignored-and-bias-missing", "With same padding zeros are added first, and each filter adds its bias.",
         lambda x, k, b, **o: _without("padding", x, k, 0 * b, **o)),
        ("stride-ignored-and-dilation-ignored", "Two options are not used: strides and dilation.", _neither),
        ("strides-swapped-and-dilations-swapped", "Strides and dilations are (down, right), like height and width.",
         _both_swapped),
        ("first-stride-twice-and-first-dilation-twice", "Each axis has a stride and a dilation of its own.",
         _both_first),
        ("bias-missing-and-stride-ignored", "Each filter adds its bias, and a stride skips places.",
         lambda x, k, b, **o: _without("strides", x, k, 0 * b, **o)),
        ("bias-missing-and-dilation-ignored",
         "Each filter adds its bias, and a dilated one skips pixels between its taps.",
         lambda x, k, b, **o: _without("dilation_rate", x, k, 0 * b, **o)),
        ("bias-missing-and-padding-ignores-dilation",
         "Each filter adds its bias, and the padding should know that the filter is dilated.",
         lambda x, k, b, **o: _conv(x, k, 0 * b, **o, pads=lambda n, k, s, d: _pads(n, k, s, 1))),
        ("bias-missing-and-extra-zero-before", "Each filter adds its bias, and the odd zero has its side.",
         lambda x, k, b, **o: _conv(x, k, 0 * b, **o, pads=lambda *a: _pads(*a)[::-1])),
        ("bias-missing-and-relu-built-in", "Each filter adds its bias, and there is no activation in this function.",
         lambda x, k, b, **o: _relu(x, k, 0 * b, **o)),
    ],
}  # fmt: skip

MISTAKES: tuple[Mistake, ...] = tuple(
    Mistake(name, stub, hint, function) for stub, entries in _STUB.items() for name, hint, function in entries
)
