"""What goes wrong in a convolution. Each function is a stub's answer with one mistake in it.

Those of the layer are here, those of its sizes and of a single window in modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from autograder.misconceptions import Mistake
from autograder.misconceptions.conv2d_parts import HINTS, Array, Entry, Pair, as_bytes, conv, extent, pads_of, size_of
from autograder.misconceptions.conv2d_sizes import (
    OUTPUT_SIZE,
    SAME_PADDING,
    extent_less_stride,
    fewer_windows,
    floor_same,
    half_kernel,
    half_size,
    long_extent,
    long_pads,
    no_one,
)
from autograder.misconceptions.conv2d_windows import FEATURE_MAP, MATCH


def _reshaped(*args: Any, **kwargs: Any) -> Array:
    out = conv(*args, **kwargs)
    return np.moveaxis(out, -1, 0).reshape(out.shape)


def _without(option: str, *args: Any, **kwargs: Any) -> Array:
    return conv(*args, **{name: value for name, value in kwargs.items() if name != option})


def _swapped(option: str, *args: Any, **kwargs: Any) -> Array:
    first, second = kwargs.get(option, (1, 1))
    return conv(*args, **{**kwargs, option: (second, first)})


def _first_twice(option: str, *args: Any, **kwargs: Any) -> Array:
    return conv(*args, **{**kwargs, option: (kwargs.get(option, (1, 1))[0],) * 2})


def _changed(change: Callable[..., tuple[Array, Array, Array]]) -> Callable[..., Array]:
    """Compute the right layer on other arrays: ``change`` gives them."""
    return lambda x, kernel, bias, **kwargs: conv(*change(x, kernel, bias), **kwargs)


def _default_same(*args: Any, **kwargs: Any) -> Array:
    return conv(*args, **{"padding": "same", **kwargs})


def _always_same(*args: Any, **kwargs: Any) -> Array:
    return conv(*args, **{**kwargs, "padding": "same"})


def _exchanged(*args: Any, **kwargs: Any) -> Array:
    strides, dilations = (kwargs.get(option, (1, 1)) for option in ("strides", "dilation_rate"))
    return conv(*args, **{**kwargs, "strides": dilations, "dilation_rate": strides})


def _wider(*args: Any, **kwargs: Any) -> Array:
    down, right = kwargs.get("dilation_rate", (1, 1))
    return conv(*args, **{**kwargs, "dilation_rate": (down + 1, right + 1)})


def _thinned(x: Array, kernel: Array, bias: Array, dilation_rate: Pair = (1, 1), **kwargs: Any) -> Array:
    return conv(x[:, :: dilation_rate[0], :: dilation_rate[1]], kernel, bias, **kwargs)


def _dilated_down(*args: Any, **kwargs: Any) -> Array:
    return conv(*args, **{**kwargs, "dilation_rate": (kwargs.get("dilation_rate", (1, 1))[0], 1)})


def _strided_down(*args: Any, **kwargs: Any) -> Array:
    return conv(*args, **{**kwargs, "strides": (kwargs.get("strides", (1, 1))[0], 1)})


def _both_swapped(*args: Any, **kwargs: Any) -> Array:
    return _swapped("strides", *args, **{**kwargs, "dilation_rate": kwargs.get("dilation_rate", (1, 1))[::-1]})


def _both_first(*args: Any, **kwargs: Any) -> Array:
    return _first_twice("strides", *args, **{**kwargs, "dilation_rate": (kwargs.get("dilation_rate", (1, 1))[0],) * 2})


def _neither(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    return conv(x, kernel, bias, padding=padding)


def _centred(x: Array, kernel: Array, bias: Array, strides: Pair = (1, 1), **kwargs: Any) -> Array:
    """Begin in the middle of what a valid window leaves over."""
    if kwargs.get("padding", "valid") == "valid":
        dilations = kwargs.get("dilation_rate", (1, 1))
        axes = zip(x.shape[1:3], kernel.shape[:2], strides, dilations, strict=True)
        top, left = ((n - extent(k, d)) % s // 2 for n, k, s, d in axes)
        x = x[:, top:, left:]
    return conv(x, kernel, bias, strides, **kwargs)


def _pads_turned(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    """Give the zeros of the rows to the columns, and those of the columns to the rows."""
    if padding == "valid":
        return conv(x, kernel, bias, **kwargs)
    strides, dilations = (kwargs.get(option, (1, 1)) for option in ("strides", "dilation_rate"))
    rows, columns = map(pads_of, x.shape[1:3], kernel.shape[:2], strides, dilations)
    return conv(np.pad(x, [(0, 0), columns, rows, (0, 0)]), kernel, bias, **kwargs)


def _column_before(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    """Put the odd zero of the columns to the left; the rows are right."""
    if padding == "valid":
        return conv(x, kernel, bias, **kwargs)
    strides, dilations = (kwargs.get(option, (1, 1)) for option in ("strides", "dilation_rate"))
    rows, columns = map(pads_of, x.shape[1:3], kernel.shape[:2], strides, dilations)
    return conv(np.pad(x, [(0, 0), rows, columns[::-1], (0, 0)]), kernel, bias, **kwargs)


def _map_padded(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    """Compute the valid places and lay the zeros around the map."""
    if padding == "valid":
        return conv(x, kernel, bias, **kwargs)
    strides, dilations = (kwargs.get(option, (1, 1)) for option in ("strides", "dilation_rate"))
    axes = list(zip(x.shape[1:3], kernel.shape[:2], strides, dilations, strict=True))
    inner = conv(x, kernel, 0 * bias, **kwargs)
    missing = [size_of(n, k, s, "same", d) - m for (n, k, s, d), m in zip(axes, inner.shape[1:3], strict=True)]
    return np.pad(inner, [(0, 0), *((m // 2, m - m // 2) for m in missing), (0, 0)]) + bias


def _byte_kernel(x: Array, kernel: Array, bias: Array, **kwargs: Any) -> Array:
    if x.dtype != np.uint8:
        return conv(x, kernel, bias, **kwargs)
    return np.asarray(np.mod(conv(x, as_bytes(kernel), 0 * bias, **kwargs), 256) + bias)


def _byte_buffer(x: Array, kernel: Array, bias: Array, **kwargs: Any) -> Array:
    sums = conv(x, kernel, 0 * bias, **kwargs)
    return (as_bytes(sums) if x.dtype == np.uint8 else sums) + bias


def _biased_when_valid(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    return conv(x, kernel, bias if padding == "valid" else 0 * bias, padding=padding, **kwargs)


def _clipped(x: Array, kernel: Array, bias: Array, **kwargs: Any) -> Array:
    out = conv(x, kernel, bias, **kwargs)
    return np.clip(out, 0, 255) if x.dtype == np.uint8 else out


def _squeezed(*args: Any, **kwargs: Any) -> Array:
    return np.squeeze(conv(*args, **kwargs))


def _loop_step(x: Array, kernel: Array, bias: Array, strides: Pair = (1, 1), **kwargs: Any) -> Array:
    every = conv(x, kernel, bias, strides, **kwargs, start=lambda i, s: i)
    out = np.zeros_like(every)
    out[:, :: strides[0], :: strides[1]] = every[:, :: strides[0], :: strides[1]]
    return out


def _subsampled(x: Array, kernel: Array, bias: Array, strides: Pair = (1, 1), **kwargs: Any) -> Array:
    return conv(x, kernel, bias, **kwargs)[:, :: strides[0], :: strides[1]]


def _own_dtype(x: Array, kernel: Array, bias: Array, **kwargs: Any) -> Array:
    with np.errstate(invalid="ignore"):
        return conv(x, kernel, bias, **kwargs).astype(x.dtype)


def _pad_batch(x: Array, kernel: Array, bias: Array, padding: str = "valid", **kwargs: Any) -> Array:
    if padding == "same":
        stride, dilation = (kwargs.get(option, (1, 1))[0] for option in ("strides", "dilation_rate"))
        x = np.pad(x, [pads_of(x.shape[1], kernel.shape[0], stride, dilation), (0, 0), (0, 0), (0, 0)])
    return conv(x, kernel, bias, padding=padding, **kwargs)


def _turned(x: Array, kernel: Array, bias: Array, **kwargs: Any) -> Array:
    return conv(x, kernel, bias, **kwargs).swapaxes(1, 2)


def _relu(*args: Any, **kwargs: Any) -> Array:
    return np.maximum(conv(*args, **kwargs), 0)


CONV2D: tuple[Entry, ...] = (
    ("kernel-flipped", HINTS["flip"], _changed(lambda x, k, b: (x, k[::-1, ::-1], b))),
    ("stride-missing-from-start", "Where does window i begin under a stride?",
     partial(conv, start=lambda i, s: i)),
    ("stride-as-loop-step", "Every place of the map gets a value: the stride moves the window over the input.",
     _loop_step),
    ("stride-ignored", "A stride skips places.", partial(_without, "strides")),
    ("strides-swapped", "strides = (down, right), like height and width.", partial(_swapped, "strides")),
    ("first-stride-twice", "Each axis has a stride of its own.", partial(_first_twice, "strides")),
    ("output-size-without-one", HINTS["one"], partial(conv, size=no_one)),
    ("same-by-half-kernel", HINTS["half"], partial(conv, size=half_size, pads=half_kernel)),
    ("same-by-half-kernel-cut", HINTS["half"], partial(conv, pads=half_kernel)),
    ("extra-zero-before", HINTS["side"], partial(conv, pads=lambda n, k, s, d: pads_of(n, k, s, d)[::-1])),
    ("same-then-subsampled", HINTS["stride_pad"], _subsampled),
    ("same-ignored", HINTS["same"], partial(_without, "padding")),
    ("same-rounded-down", HINTS["floor"], partial(conv, size=floor_same)),
    ("same-rounded-down-with-its-zeros", HINTS["floor"], partial(conv, size=floor_same, pads=fewer_windows)),
    ("padding-not-zero", HINTS["zeros"], partial(conv, fill={"mode": "edge"})),
    ("padding-reflected", HINTS["zeros"], partial(conv, fill={"mode": "reflect"})),
    ("padding-mirrored", HINTS["zeros"], partial(conv, fill={"mode": "symmetric"})),
    ("padding-ones", HINTS["zeros"], partial(conv, fill={"constant_values": 1.0})),
    ("padding-circular", "The padding is zeros, not the other side of the picture.",
     partial(conv, fill={"mode": "wrap"})),
    ("padding-ignores-dilation", HINTS["dilate"], partial(conv, pads=lambda n, k, s, d: pads_of(n, k, s, 1))),
    ("dilated-extent-k-times-d", HINTS["extent"], partial(conv, size=long_extent, pads=long_pads)),
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
    ("first-channel-only", HINTS["channels"], _changed(lambda x, k, b: (x[..., :1], k[:, :, :1], b))),
    ("channels-share-weights", "The filter has weights of its own for every channel.",
     _changed(lambda x, k, b: (x, np.repeat(k[:, :, :1], k.shape[2], 2), b))),
    ("height-width-confused", HINTS["turn"], _turned),
    ("kernel-axes-swapped", HINTS["turn"], _changed(lambda x, k, b: (x, k.swapaxes(0, 1), b))),
    ("buffer-of-the-input-type", "An array made with the image's type cannot hold fractions or signs.", _own_dtype),
    ("bias-missing", "Each filter adds its bias.", _changed(lambda x, k, b: (x, k, 0 * b))),
    ("bias-for-valid-only", "Each filter adds its bias, whatever the padding.", _biased_when_valid),
    ("bias-once-per-tap", "The bias is added once, after the sum.",
     _changed(lambda x, k, b: (x, k, b * k[..., 0].size))),
    ("bias-0-for-all", "Each filter adds its own bias.", _changed(lambda x, k, b: (x, k, b[0] + 0 * b))),
    ("mean-for-sum", HINTS["mean"], _changed(lambda x, k, b: (x, k / k[..., 0].size, b))),
    ("relu-built-in", "There is no activation in this function.", _relu),
    ("first-sample-for-all", "Every sample of the batch has its own maps.",
     _changed(lambda x, k, b: (np.repeat(x[:1], len(x), 0), k, b))),
    ("squeezed", HINTS["squeeze"], _squeezed),
    ("same-by-default", HINTS["default"], _default_same),
    ("valid-ignored", "With valid padding no zeros are added.", _always_same),
    ("strides-and-dilations-exchanged",
     "Strides move the window, dilation spreads the filter: which one is which in your function?", _exchanged),
    ("one-gap-too-many", "Dilation 1 means that neighbouring weights lie on neighbouring pixels.", _wider),
    ("dilated-down-only", "Each axis has a dilation of its own.", _dilated_down),
    ("strided-down-only", "Each axis has a stride of its own.", _strided_down),
    ("valid-centred",
     "Without padding the first window begins at the first pixel: what is left over lies at the end.", _centred),
    ("padding-axes-exchanged", HINTS["turn"], _pads_turned),
    ("map-padded-instead-of-picture", HINTS["border"], _map_padded),
    ("as-if-the-stride-divided-the-size",
     "The zeros are right where the stride divides the size: where does the last window begin if it does not?",
     partial(conv, pads=extent_less_stride)),
    ("extra-column-before", HINTS["side"], _column_before),
    ("flipped-up-down-only", HINTS["flip"], _changed(lambda x, k, b: (x, k[::-1], b))),
    ("kernel-axes-swapped-and-reshaped", HINTS["layout"],
     _changed(lambda x, k, b: (x, k.swapaxes(0, 1).reshape(k.shape), b))),
    ("flipped-left-right-only", HINTS["flip"], _changed(lambda x, k, b: (x, k[:, ::-1], b))),
    ("channels-averaged", "The channels are summed like the rows and columns.",
     _changed(lambda x, k, b: (x, k / k.shape[2], b))),
    ("window-averaged", HINTS["mean"], _changed(lambda x, k, b: (x, k / k[..., 0, 0].size, b))),
    ("bias-once-per-pixel", "The bias is added once, after the sum.",
     _changed(lambda x, k, b: (x, k, b * k[..., 0, 0].size))),
    ("channels-first", HINTS["layout"],
     _changed(lambda x, k, b: (np.moveaxis(x.reshape(len(x), x.shape[3], *x.shape[1:3]), 1, -1), k, b))),
    ("kernel-filters-first", HINTS["layout"],
     _changed(lambda x, k, b: (x, k.reshape(*k.shape[:1:-1], *k.shape[:2]).transpose(2, 3, 1, 0), b))),
    ("bytes-as-fractions", HINTS["pixels"],
     _changed(lambda x, k, b: (x / (255 if x.dtype == np.uint8 else 1), k, b))),
    ("kernel-in-the-input-type", HINTS["bytes"], _byte_kernel),
    ("sums-in-the-input-type", "An array made with the image's type cannot hold fractions or signs.", _byte_buffer),
    ("clipped-to-bytes", "The map of a photo may go below 0 and above 255.", _clipped),
    ("kernel-flipped-and-bias-missing",
     "The filter is laid on the picture as it is, and each filter adds its bias.",
     _changed(lambda x, k, b: (x, k[::-1, ::-1], 0 * b))),
    ("kernel-flipped-and-extra-zero-before",
     "The filter is laid on the picture as it is, and the odd zero has its side.",
     lambda x, k, b, **o: conv(x, k[::-1, ::-1], b, **o, pads=lambda *a: pads_of(*a)[::-1])),
    ("kernel-flipped-and-stride-ignored", "The filter is laid on the picture as it is, and a stride skips places.",
     lambda x, k, b, **o: _without("strides", x, k[::-1, ::-1], b, **o)),
    ("kernel-flipped-and-dilation-ignored",
     "The filter is laid on the picture as it is, and a dilated one skips pixels between its taps.",
     lambda x, k, b, **o: _without("dilation_rate", x, k[::-1, ::-1], b, **o)),
    ("kernel-flipped-and-same-by-half-kernel-cut",
     "The filter is laid on the picture as it is, and half of it on each side is not always what is needed.",
     lambda x, k, b, **o: conv(x, k[::-1, ::-1], b, **o, pads=half_kernel)),
    ("same-by-half-kernel-and-stride-ignored",
     "Two options to look at again: what the last window needs under same padding, and the stride.",
     lambda x, k, b, **o: _without("strides", x, k, b, **o, size=half_size, pads=half_kernel)),
    ("same-by-half-kernel-cut-and-strides-swapped",
     "Half the filter on each side is not always what is needed, and strides are (down, right).",
     lambda x, k, b, **o: _swapped("strides", x, k, b, **o, pads=half_kernel)),
    ("same-ignored-and-stride-ignored", "Two options are not used: padding and strides.",
     lambda x, k, b, dilation_rate=(1, 1), **o: conv(x, k, b, dilation_rate=dilation_rate)),
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
     lambda x, k, b, **o: conv(x, k, 0 * b, **o, pads=lambda n, k, s, d: pads_of(n, k, s, 1))),
    ("bias-missing-and-extra-zero-before", "Each filter adds its bias, and the odd zero has its side.",
     lambda x, k, b, **o: conv(x, k, 0 * b, **o, pads=lambda *a: pads_of(*a)[::-1])),
    ("bias-missing-and-relu-built-in", "Each filter adds its bias, and there is no activation in this function.",
     lambda x, k, b, **o: _relu(x, k, 0 * b, **o)),
)  # fmt: skip

_STUBS: dict[str, tuple[Entry, ...]] = {
    "match": MATCH,
    "feature_map": FEATURE_MAP,
    "output_size": OUTPUT_SIZE,
    "same_padding": SAME_PADDING,
    "conv2d": CONV2D,
}

MISTAKES: tuple[Mistake, ...] = tuple(
    Mistake(name, stub, hint, function) for stub, entries in _STUBS.items() for name, hint, function in entries
)
