"""The right pieces of a convolution, from which every mistake departs in one place, and the hints that several share.

The sizes and zeros are those of one axis.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Pair = tuple[int, int]
Entry = tuple[str, str, Callable[..., Any]]  # a mistake's name, hint and function


def extent(k: int, d: int) -> int:
    """Pixels from the first tap to the last."""
    return (k - 1) * d + 1


def size_of(n: int, k: int, s: int, padding: str, d: int) -> int:
    """Places of the map."""
    return -(-n // s) if padding == "same" else (n - extent(k, d)) // s + 1


def pads_of(n: int, k: int, s: int, d: int) -> Pair:
    """Zeros before and after under same padding."""
    total = max((-(-n // s) - 1) * s + extent(k, d) - n, 0)
    return total // 2, total - total // 2


def start_of(i: int, s: int) -> int:
    """Where window ``i`` begins."""
    return i * s


def conv(
    x: Array,
    kernel: Array,
    bias: Array,
    strides: Pair = (1, 1),
    padding: str = "valid",
    dilation_rate: Pair = (1, 1),
    *,
    size: Callable[..., int] = size_of,
    pads: Callable[..., Pair] = pads_of,
    start: Callable[[int, int], int] = start_of,
    fill: dict[str, Any] | None = None,
) -> Array:
    """Compute the right layer, with one piece replaced: size of the map, zeros around, start of a window."""
    axes = list(zip(x.shape[1:3], kernel.shape[:2], strides, dilation_rate, strict=True))
    rows, columns = (size(n, k, s, padding, d) for n, k, s, d in axes)
    x, kernel = x.astype(float), kernel.astype(float)
    if padding == "same":
        x = np.pad(x, [(0, 0), *(pads(n, k, s, d) for n, k, s, d in axes), (0, 0)], **(fill or {}))
    taps = [np.arange(k) * d for _, k, _, d in axes]
    last = [n - 1 for n in x.shape[1:3]]
    out = np.zeros((len(x), rows, columns, kernel.shape[-1]))
    for i, j in np.ndindex(rows, columns):
        down = np.minimum(start(i, strides[0]) + taps[0], last[0])
        right = np.minimum(start(j, strides[1]) + taps[1], last[1])
        out[:, i, j] = np.tensordot(x[:, down][:, :, right], kernel, 3)
    return out + bias


def as_bytes(values: Array) -> Array:
    """Cut to 8 bits as NumPy does it on most machines; straight from a float it is not defined."""
    return values.astype(np.int64).astype(np.uint8)


HINTS = {
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
