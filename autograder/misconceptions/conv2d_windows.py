"""What goes wrong in one window and in the map of one filter, before there are strides, padding or dilation."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from autograder.misconceptions.conv2d_parts import HINTS, Array, Entry, as_bytes, conv
from autograder.misconceptions.conv2d_sizes import no_one

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
    return conv(image[None], kernel[..., None], np.zeros(1), **pieces)[0, :, :, 0]


def _map_swapped(image: Array, kernel: Array) -> Array:
    return _map(image, np.resize(kernel, (kernel.shape[1], kernel.shape[0], kernel.shape[2])))


def _tiles(image: Array, kernel: Array) -> Array:
    return _map(image, kernel, strides=kernel.shape[:2])


def _map_of_bytes(image: Array, kernel: Array) -> Array:
    if image.dtype != np.uint8:
        return _map(image, kernel)
    (kh, kw, _), own = kernel.shape, as_bytes(kernel)
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


MATCH: tuple[Entry, ...] = (
    ("kernel-flipped", HINTS["flip"], lambda p, k: np.sum(p.astype(float) * k[::-1, ::-1])),
    ("mean-for-sum", HINTS["mean"], lambda p, k: np.mean(p.astype(float) * k)),
    ("channels-not-summed", HINTS["channels"], _flat_channels),
    ("rows-only-summed", "Sum over every axis, not over the first alone.", lambda p, k: sum(p.astype(float) * k)),
    ("product-of-sums", "Multiply element by element first, then sum.",
     lambda p, k: p.astype(float).sum() * k.sum()),
    ("uint8-overflow", HINTS["overflow"], _own_bytes),
    ("uint8-overflow-in-products", HINTS["overflow"], lambda p, k: np.sum(p * k)),
    ("cosine-for-product", "The match is not normalised: a brighter patch matches more.", _cosine),
    ("counts-equal-signs", "Multiply the numbers; how large they are matters.", _count_equal),
    ("filter-forgotten", "Where does the filter come in?", lambda p, k: p.astype(float).sum()),
    ("sign-lost", HINTS["sign"], lambda p, k: abs(np.sum(p.astype(float) * k))),
    ("negative-lost", HINTS["sign"], lambda p, k: max(np.sum(p.astype(float) * k), 0.0)),
    ("cut-to-integer", HINTS["whole"], lambda p, k: int(np.sum(p.astype(float) * k))),
    ("rounded", HINTS["whole"], lambda p, k: np.rint(np.sum(p.astype(float) * k))),
    ("first-channel-only", HINTS["channels"],
     lambda p, k: np.sum((p.astype(float) * k)[..., 0] if p.ndim > 2 else p.astype(float) * k)),
    ("best-channel", HINTS["channels"], _best_channel),
    ("mean-over-channels", "The channels are summed like the rows and columns.",
     lambda p, k: np.sum(p.astype(float) * k) / (p.shape[2] if p.ndim > 2 else 1)),
    ("distance", "A match multiplies pixel and weight: it does not measure how far apart they are.",
     lambda p, k: np.sum((p.astype(float) - k) ** 2)),
    ("mean-removed", HINTS["pixels"], _without_mean),
    ("bytes-as-fractions", HINTS["pixels"], _as_fractions),
    ("filter-in-column-order", HINTS["own_place"], _own_order),
    ("patch-in-column-order", HINTS["own_place"], lambda p, k: _own_order(k, p)),
    ("matrix-product", HINTS["own_place"], _matrix_product),
    ("flipped-up-down-only", HINTS["flip"], lambda p, k: np.sum(p.astype(float) * k[::-1])),
    ("flipped-left-right-only", HINTS["flip"], lambda p, k: np.sum(p.astype(float) * k[:, ::-1])),
    ("kernel-flipped-and-mean-for-sum",
     "The filter is laid on as it is, and its products are summed, not averaged.",
     lambda p, k: np.mean(p.astype(float) * k[::-1, ::-1])),
    ("kernel-flipped-and-channels-not-summed",
     "The filter is laid on as it is, and looks at all channels at once.",
     lambda p, k: _flat_channels(p, k[::-1, ::-1])),
)  # fmt: skip

FEATURE_MAP: tuple[Entry, ...] = (
    ("kernel-flipped", HINTS["flip"], lambda m, k: _map(m, k[::-1, ::-1])),
    ("kernel-flipped-with-channels", HINTS["flip"], lambda m, k: _map(m, k[::-1, ::-1, ::-1])),
    ("output-size-without-one", HINTS["one"], partial(_map, size=no_one)),
    ("output-size-without-one-in-lists", HINTS["one"], lambda m, k: _in_lists(_map(m, k, size=no_one))),
    ("map-padded", "No zeros are added here: the filter stays inside the picture.", partial(_map, padding="same")),
    ("map-transposed", HINTS["turn"], lambda m, k: _map(m, k).T),
    ("height-width-confused", HINTS["turn"], _map_swapped),
    ("first-channel-only", HINTS["channels"], lambda m, k: _map(m[..., :1], k[..., :1])),
    ("mean-for-sum", HINTS["mean"], lambda m, k: _map(m, k) / k.size),
    ("windows-do-not-overlap", "The filter moves by one pixel, not by its own size.", _tiles),
    ("channels-not-summed", HINTS["channels"], _map_per_channel),
    ("channels-reversed", "The channels of picture and filter come in the same order.",
     lambda m, k: _map(m, k[..., ::-1])),
    ("sign-lost", HINTS["sign"], lambda m, k: np.abs(_map(m, k))),
    ("negative-lost", HINTS["sign"], lambda m, k: np.maximum(_map(m, k), 0)),
    ("cut-to-integers", HINTS["whole"], lambda m, k: np.trunc(_map(m, k))),
    ("rounded", HINTS["whole"], lambda m, k: np.rint(_map(m, k))),
    ("kernel-in-the-image-type", HINTS["bytes"], _map_of_bytes),
    ("buffer-of-the-image-type", "An array made with the image's type cannot hold fractions or signs.",
     lambda m, k: as_bytes(_map(m, k)) if m.dtype == np.uint8 else _map(m, k)),
    ("flipped-up-down-only", HINTS["flip"], lambda m, k: _map(m, k[::-1])),
    ("flipped-left-right-only", HINTS["flip"], lambda m, k: _map(m, k[:, ::-1])),
    ("columns-first", "Places are counted row by row.", _map_columns_first),
    ("squeezed", "A map with one place is still a map with rows and columns.", lambda m, k: np.squeeze(_map(m, k))),
    ("last-row-missing", "Look at the last row of windows: is there one that you leave out?",
     lambda m, k: _map(m[:-1], k)),
    ("kernel-flipped-and-output-size-without-one",
     "The filter is laid on the picture as it is, and there is one more place in each direction.",
     lambda m, k: _map(m, k[::-1, ::-1], size=no_one)),
    ("kernel-flipped-and-map-padded",
     "The filter is laid on the picture as it is, and stays inside it: no zeros are added.",
     lambda m, k: _map(m, k[::-1, ::-1], padding="same")),
    ("kernel-flipped-and-map-transposed", "Is the filter laid on as it is, and does height come before width?",
     lambda m, k: _map(m, k[::-1, ::-1]).T),
)  # fmt: skip
