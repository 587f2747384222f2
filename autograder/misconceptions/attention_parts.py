"""The wrong ways to mask and to normalise, shared by every stub of the attention assignment that does either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.misconceptions import Mistake

Array = npt.NDArray[Any]
Function = Callable[..., Any]
Weigh = Callable[[Array, Array | None], Array]


def collector(bank: list[Mistake]) -> Callable[[str, str, str], Callable[[Function], Function]]:
    """Make a decorator ``@mistake(stub, name, hint)`` that adds the function below it to ``bank``."""

    def mistake(stub: str, name: str, hint: str) -> Callable[[Function], Function]:
        def add(function: Function) -> Function:
            bank.append(Mistake(name, stub, hint, function))
            return function

        return add

    return mistake


def softmax(scores: Array, axis: Any = -1) -> Array:
    """Softmax as it should be."""
    e = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return np.asarray(e / e.sum(axis=axis, keepdims=True))


def masked(scores: Array, mask: Array | None) -> Array:
    """Scores with -1e9 where the mask forbids."""
    return scores if mask is None else np.where(mask, scores, -1e9)


def right_weights(scores: Array, mask: Array | None) -> Array:
    """Weights as they should be."""
    return softmax(masked(scores, mask))


def swap(x: Array) -> Array:
    """Exchange the last two axes."""
    return np.asarray(np.swapaxes(x, -1, -2))


def dot(
    query: Array,
    value: Array,
    key: Array,
    scale: float | None = None,
    mask: Array | None = None,
    weigh: Weigh = right_weights,
) -> tuple[Array, Array, Array]:
    """As the stub ``dot_product_attention``."""
    factor = 1 / np.sqrt(key.shape[-1]) if scale is None else scale
    scores = query @ swap(key) * factor
    weights = weigh(scores, mask)
    return scores, weights, weights @ value


def unshifted(scores: Array) -> Array:
    """Softmax without subtracting the maximum."""
    e = np.exp(scores)
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


KEPT_AXIS = "A batch of one is still a batch: its axis stays."
OVERFLOW = (
    "Large scores overflow in exp: subtract the largest of the scores that are left in each row (mask first), "
    "it cancels in the quotient."
)
TRANSPOSE = "Transposing swaps two axes; reshape keeps the numbers in their old order and only cuts the rows elsewhere."


def _in_place(scores: Array, mask: Array | None) -> Array:
    scores -= scores.max(axis=-1, keepdims=True)
    return softmax(masked(scores, mask))


def _after_softmax(scores: Array, mask: Array | None) -> Array:
    return softmax(scores) if mask is None else np.asarray(softmax(scores) * mask)


def _times_mask(scores: Array, mask: Array | None) -> Array:
    return softmax(scores if mask is None else scores * mask)


def _zero_means_masked(scores: Array, mask: Array | None) -> Array:
    kept = scores if mask is None else scores * mask
    return softmax(np.where(kept == 0, -1e9, kept))


def _inverted(scores: Array, mask: Array | None) -> Array:
    return softmax(scores if mask is None else np.where(mask, -1e9, scores))


def _plus(scores: Array, mask: Array | None) -> Array:
    return softmax(scores if mask is None else np.where(mask, scores, scores + 1e9))


def _tiny(scores: Array, mask: Array | None) -> Array:
    return softmax(scores if mask is None else np.where(mask, scores, -1e-9))


def _weak(scores: Array, mask: Array | None) -> Array:
    return softmax(scores if mask is None else np.where(mask, scores, scores - 10))


def _transposed_mask(scores: Array, mask: Array | None) -> Array:
    square = mask is not None and mask.shape[-1] == mask.shape[-2]
    return softmax(masked(scores, swap(mask) if square and mask is not None else mask))


def _future_only(scores: Array, mask: Array | None) -> Array:
    """Row 0 may not see itself: it sees nothing and spreads evenly."""
    if mask is not None and mask.shape[-1] == mask.shape[-2]:
        mask = mask & ~np.eye(mask.shape[-1], dtype=bool)
    return softmax(masked(scores, mask))


def _over_queries(scores: Array, mask: Array | None) -> Array:
    return softmax(masked(scores, mask), -2)


def _over_everything(scores: Array, mask: Array | None) -> Array:
    return softmax(masked(scores, mask), None)


def _over_first_axis(scores: Array, mask: Array | None) -> Array:
    return softmax(masked(scores, mask), 0)


def _over_second_axis(scores: Array, mask: Array | None) -> Array:
    return softmax(masked(scores, mask), 1)


def _over_third_axis(scores: Array, mask: Array | None) -> Array:
    return softmax(masked(scores, mask), 2)


def _sum_of_everything(scores: Array, mask: Array | None) -> Array:
    hidden = masked(scores, mask)
    e = np.exp(hidden - hidden.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum())


def _global_shift(scores: Array, mask: Array | None) -> Array:
    shifted = masked(scores, mask)
    return unshifted((shifted - shifted.max()).astype(np.float32))


def _no_shift(scores: Array, mask: Array | None) -> Array:
    return unshifted(masked(scores, mask).astype(np.float32))


def _no_shift_in_float64(scores: Array, mask: Array | None) -> Array:
    return unshifted(masked(scores, mask).astype(np.float64))


def _first_sample(scores: Array, mask: Array | None) -> Array:
    return softmax(masked(scores, mask[:1] if mask is not None and mask.ndim > 2 else mask))


def _near(scores: Array, mask: Array | None) -> Array:
    return softmax(scores if mask is None else np.where(mask, scores, -20))


def _ten_below(scores: Array, mask: Array | None) -> Array:
    return softmax(scores if mask is None else np.where(mask, scores, -10))


def _as_number(scores: Array, mask: Array | None) -> Array:
    return softmax(scores if mask is None else scores + mask)


def _no_mask(scores: Array, mask: Array | None) -> Array:
    return softmax(scores)


STILL_SEEN = "A masked score of about 0 still gets weight: e^0 is 1. It has to go far below, to -1e9 and not to -1e-9."
RENORMALISE = "Masking after the softmax leaves rows that sum to less than 1: mask before it, or renormalise."
FAR_BELOW = "Scores may be far below zero themselves: a masked one has to go below all of them, as -1e9 does."
ONE_BUDGET = "All rows share one budget here: every query should have its own."
LAST_AXIS = "The keys are on the last axis, however many axes there are: softmax runs over that one."
OWN_BUDGET = "Each query has its own budget: a row of weights sums to 1, so softmax runs over the keys."
NOT_TRANSPOSED = "The axes of the mask are (queries, keys): as it is used here, places look at the future."

WEIGHERS: tuple[tuple[str, str, Weigh], ...] = (
    ("softmax-over-queries", OWN_BUDGET, _over_queries),
    ("mask-after-softmax", RENORMALISE, _after_softmax),
    ("mask-times-scores", STILL_SEEN, _times_mask),
    ("mask-inverted", "True means attend: here the allowed keys are the ones that get nothing.", _inverted),
    ("mask-plus-1e9", "Adding 1e9 to masked scores gives them all the weight: it has to be subtracted.", _plus),
    ("mask-minus-1e-9", STILL_SEEN, _tiny),
    ("mask-too-weak", "Masked keys still get a little weight: 10 less is not far enough.", _weak),
    ("mask-constant-too-near", FAR_BELOW, _near),
    ("mask-constant-of-ten", FAR_BELOW, _ten_below),
    (
        "mask-added-as-a-number",
        "True and False added to the scores move them by 1 at most: a masked key has to fall far below the others.",
        _as_number,
    ),
    ("mask-of-first-sample", "Every sample has a mask of its own.", _first_sample),
    ("mask-ignored", "The mask is not used.", _no_mask),
    ("mask-transposed", NOT_TRANSPOSED, _transposed_mask),
    ("causal-off-by-one", "Every place may look at itself, the first one too.", _future_only),
    ("no-shift", OVERFLOW, _no_shift),
    ("no-shift-in-float64", OVERFLOW, _no_shift_in_float64),
)

ONLY_WEIGHTS: tuple[tuple[str, str, Weigh], ...] = (
    ("softmax-over-everything", ONE_BUDGET, _over_everything),
    ("sum-of-everything", ONE_BUDGET, _sum_of_everything),
    ("softmax-over-second-axis", LAST_AXIS, _over_second_axis),
    ("softmax-over-third-axis", LAST_AXIS, _over_third_axis),
    ("softmax-over-first-axis", "Softmax runs over the first axis, but the keys are on the last.", _over_first_axis),
    (
        "one-shift-for-all",
        "One maximum for the whole array lets low rows underflow to 0/0: shift each row.",
        _global_shift,
    ),
    ("zero-means-masked", "A score of exactly 0 is taken for a masked one: ask the mask itself.", _zero_means_masked),
    ("scores-changed", "The scores are changed in place, and the caller still needs them.", _in_place),
)
