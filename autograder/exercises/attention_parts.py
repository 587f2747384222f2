"""What the inputs of the assignment on attention are drawn with: arrays, masks, and how much a mask leaves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


def normal(rng: np.random.Generator, *shape: int, spread: float = 1.0) -> Floats:
    """Normally distributed numbers, ``spread`` wide."""
    return (spread * rng.standard_normal(shape)).astype(np.float32)


def padding_mask(rng: np.random.Generator, batch: int, keys: int) -> Mask:
    """(batch, 1, keys): True before the end of each sequence; the lengths differ and leave at least two keys.

    The first sequence has at least two places of filler: its mask does not fit the others.
    """
    first = rng.integers(2, keys - 1)
    others = rng.permutation(np.setdiff1d(np.arange(2, keys + 1), first))
    lengths = np.array([first, *others[: batch - 1]])
    return np.asarray(np.arange(keys) < lengths[:, None])[:, None, :]


def causal_mask(length: int) -> Mask:
    """(length, length): True on and below the diagonal."""
    return np.tril(np.ones((length, length), dtype=np.bool_))


def share(scores: npt.NDArray[np.floating], mask: Mask) -> npt.NDArray[np.float64]:
    """What the allowed keys of every row hold of its softmax before the mask: (..., queries, 1)."""
    e = np.exp(scores.astype(np.float64) - scores.max(axis=-1, keepdims=True))
    return np.asarray(np.sum(e * mask, axis=-1, keepdims=True) / np.sum(e, axis=-1, keepdims=True))
