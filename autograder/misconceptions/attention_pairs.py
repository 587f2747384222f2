"""Two mistakes at once in attention, as one of them seldom comes alone: each pair has a hint that speaks of both."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.misconceptions import Mistake
from autograder.misconceptions.attention_heads import attend, mask_of, merged_by_reshape, split_by_reshape
from autograder.misconceptions.attention_parts import (
    WEIGHERS,
    Array,
    Weigh,
    collector,
    dot,
    softmax,
    swap,
    unshifted,
)

_BANK: list[Mistake] = []
_mistake = collector(_BANK)
_WEIGH: dict[str, Weigh] = {name: weigh for name, _, weigh in WEIGHERS}


# --- soft_lookup, attention_weights, additive_attention, project_heads ---


@_mistake(
    "soft_lookup",
    "scaled-and-keys-for-values",
    "Similarities are taken as they are, unscaled, and what they weigh are the values, not the keys.",
)
def _scaled_keys(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray(softmax(keys @ query / np.sqrt(len(query))) @ keys)


@_mistake(
    "attention_weights",
    "not-normalised-without-a-mask",
    "Two branches, one formula: a row sums to 1 without a mask as well.",
)
def _not_normalised_without_mask(scores: Array, mask: Array | None = None) -> Array:
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shifted if mask is None else softmax(np.where(mask, scores, -1e9))


@_mistake(
    "attention_weights",
    "softmax-over-queries-and-mask-after-softmax",
    "Softmax runs over the keys of each query, and the mask comes before it.",
)
def _queries_and_late_mask(scores: Array, mask: Array | None = None) -> Array:
    weights = softmax(scores, -2)
    return weights if mask is None else weights * mask


@_mistake(
    "attention_weights",
    "no-shift-and-mask-after-softmax",
    "Mask first, so that rows still sum to 1, and then subtract each row's largest score, so that exp cannot overflow.",
)
def _no_shift_and_late_mask(scores: Array, mask: Array | None = None) -> Array:
    weights = unshifted(scores.astype(np.float32))
    return weights if mask is None else weights * mask


@_mistake(
    "attention_weights",
    "no-shift-and-mask-ignored",
    "The mask is not used, and without subtracting each row's largest score exp overflows.",
)
def _no_shift_and_no_mask(scores: Array, mask: Array | None = None) -> Array:
    return unshifted(scores.astype(np.float32))


@_mistake(
    "additive_attention",
    "tanh-missing-and-divided-by-root",
    "The sum of query and key is bent by tanh, and no root divides the scores: that belongs to the dot product.",
)
def _straight_and_scaled(query: Array, value: Array, key: Array, scale: Array) -> Array:
    pairs = query[..., :, None, :] + key[..., None, :, :]
    return np.asarray(softmax(pairs @ scale / np.sqrt(len(scale))) @ value)


@_mistake(
    "additive_attention",
    "scale-ignored-and-divided-by-root",
    "The learnt scale weighs the coordinates, and no root divides their sum: that belongs to the dot product.",
)
def _unweighed_and_scaled(query: Array, value: Array, key: Array, scale: Array) -> Array:
    pairs = query[..., :, None, :] + key[..., None, :, :]
    return np.asarray(softmax(np.tanh(pairs).sum(-1) / np.sqrt(len(scale))) @ value)


@_mistake(
    "project_heads",
    "bias-missing-and-places-before-heads",
    "The bias is missing, and places and heads still have to change axes.",
)
def _bare_and_unswapped(x: Array, kernel: Array, bias: Array) -> Array:
    return np.asarray(np.einsum("blw,whs->blhs", x, kernel))


# --- dot_product_attention ---


def _unscaled(weigh: Weigh) -> Any:
    def function(query: Array, value: Array, key: Array, scale: Any = None, mask: Array | None = None) -> Any:
        return dot(query, value, key, 1.0 if scale is None else scale, mask, weigh)

    return function


for _name, _hint in (
    ("mask-after-softmax", "The scores lack the root of the width, and the mask comes after the softmax, not before."),
    ("mask-ignored", "Two steps between product and softmax are missing: the default scale and the mask."),
    ("mask-inverted", "The scores lack the root of the width, and True means attend: here the others get the weight."),
    ("softmax-over-queries", "The scores lack the root of the width, and softmax runs over the keys of each query."),
    ("mask-times-scores", "The scores lack the root of the width, and a masked score of 0 still gets weight."),
):
    _BANK.append(Mistake(f"not-scaled-and-{_name}", "dot_product_attention", _hint, _unscaled(_WEIGH[_name])))


@_mistake(
    "dot_product_attention",
    "not-scaled-and-value-and-key-exchanged",
    "The order is query, value, key, and without a scale of its own the function divides by the root of the width.",
)
def _unscaled_order(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, key, value, 1.0 if scale is None else scale, mask)


@_mistake(
    "dot_product_attention",
    "divided-by-width-and-mask-after-softmax",
    "The scale is one over the root of the width, and the mask comes before the softmax.",
)
def _by_width_and_late_mask(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    factor = 1 / key.shape[-1] if scale is None else scale
    return dot(query, value, key, factor, mask, _WEIGH["mask-after-softmax"])


@_mistake(
    "dot_product_attention",
    "scale-ignored-and-mask-after-softmax",
    "The scale that is handed in counts, and the mask comes before the softmax.",
)
def _no_own_scale_and_late_mask(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, None, mask, _WEIGH["mask-after-softmax"])


@_mistake(
    "dot_product_attention",
    "not-scaled-and-key-reshaped",
    "Transposing the key is not reshaping it, and without a scale of its own the function divides by the root of the "
    "width.",
)
def _unscaled_reshaped(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    turned = key.reshape(*key.shape[:-2], key.shape[-1], key.shape[-2])
    return dot(query, value, swap(turned), 1.0 if scale is None else scale, mask)


# --- multi_head_attention ---

for _name, _hint in (
    ("mask-after-softmax", "The scores lack the root of a head's size, and the mask comes after the softmax."),
    ("mask-ignored", "Two steps between product and softmax are missing: the root of a head's size and the mask."),
    ("mask-inverted", "The scores lack the root of a head's size, and True means attend."),
):
    _BANK.append(
        Mistake(
            f"not-scaled-and-{_name}",
            "multi_head_attention",
            _hint,
            lambda *args, weigh=_WEIGH[_name], **kwargs: attend(*args, **kwargs, divisor=1.0, weigh=weigh),
        )
    )


@_mistake(
    "multi_head_attention",
    "not-scaled-and-output-bias-missing",
    "The scores of a head are divided by the root of its size, and the output projection has a bias too.",
)
def _unscaled_and_bare(*args: Any, **kwargs: Any) -> Array:
    return np.asarray(attend(*args, **kwargs, divisor=1.0) - args[10])


@_mistake(
    "multi_head_attention",
    "mask-ignored-and-output-bias-missing",
    "Two of the arguments go unread: one before the softmax, one at the very end.",
)
def _unmasked_and_bare(*args: Any, **kwargs: Any) -> Array:
    return np.asarray(attend(*args[:11]) - args[10])


@_mistake(
    "multi_head_attention",
    "every-bias-missing",
    "Each projection has a bias: those of the queries, the values and the output all reach the result.",
)
def _no_bias_at_all(*args: Any, **kwargs: Any) -> Array:
    parts = [part if place not in (4, 6, 8, 10) else 0 * part for place, part in enumerate(args[:11])]
    return attend(*parts, mask=mask_of(args, kwargs))


@_mistake(
    "multi_head_attention",
    "split-and-merged-without-transpose",
    "Twice heads and places have to change axes, where the heads are cut and where they are joined: a reshape mixes "
    "them.",
)
def _only_reshaped(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, project=split_by_reshape, merge=merged_by_reshape)


@_mistake(
    "multi_head_attention",
    "scaled-by-model-width-and-mask-after-softmax",
    "The width that counts is that of one head, and the mask comes before the softmax.",
)
def _model_width_and_late_mask(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, divisor=np.sqrt(args[0].shape[-1]), weigh=_WEIGH["mask-after-softmax"])


@_mistake(
    "multi_head_attention",
    "not-scaled-and-value-and-key-exchanged",
    "The order is query, value, key, and the scores of a head are divided by the root of its size.",
)
def _unscaled_and_exchanged(query: Any, value: Any, key: Any, *rest: Any, **kwargs: Any) -> Array:
    return attend(query, key, value, *rest, **kwargs, divisor=1.0)


PAIRS: tuple[Mistake, ...] = tuple(_BANK)
