"""What goes wrong with several heads: splitting, scaling, masking and merging them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions import Mistake
from autograder.misconceptions.attention_parts import (
    KEPT_AXIS,
    NOT_TRANSPOSED,
    WEIGHERS,
    Array,
    Weigh,
    collector,
    masked,
    right_weights,
    softmax,
    swap,
)

_BANK: list[Mistake] = []
_mistake = collector(_BANK)

SPLIT = "Cutting the last axis into heads leaves the heads behind the places: the two axes have to be exchanged."
ONE_HEAD = "The width that counts is that of one head, not that of the model or of all heads together."
MERGE = "Before the heads are joined, places and heads have to change axes again; a reshape alone mixes them."


# --- project_heads ---


def _project(x: Array, kernel: Array, bias: Array) -> Array:
    return np.asarray(np.einsum("blw,whs->bhls", x, kernel) + bias[:, None])


@_mistake("project_heads", "split-without-transpose", SPLIT)
def split_by_reshape(x: Array, kernel: Array, bias: Array) -> Array:
    """Heads cut off the last axis and moved forward by a reshape."""
    width, heads, size = kernel.shape
    flat = x @ kernel.reshape(width, -1) + bias.reshape(-1)
    return np.asarray(flat.reshape(len(x), heads, x.shape[1], size))


@_mistake("project_heads", "places-before-heads", SPLIT)
def _keras_layout(x: Array, kernel: Array, bias: Array) -> Array:
    return np.asarray(_project(x, kernel, bias).swapaxes(1, 2))


@_mistake("project_heads", "bias-missing", "The bias is missing: each head has one of its own.")
def _no_bias(x: Array, kernel: Array, bias: Array) -> Array:
    return np.asarray(_project(x, kernel, bias * 0))


@_mistake("project_heads", "one-head-for-all", "Every head has a kernel of its own; here they all use the first.")
def _first_head(x: Array, kernel: Array, bias: Array) -> Array:
    return _project(x, np.broadcast_to(kernel[:, :1], kernel.shape), bias)


@_mistake("project_heads", "first-head-repeated", "Every head has a kernel of its own; here they all use the first.")
def _first_head_repeated(x: Array, kernel: Array, bias: Array) -> Array:
    return np.repeat(_project(x, kernel, bias)[:, :1], kernel.shape[1], axis=1)


@_mistake("project_heads", "tanh-added", "A projection is linear: nothing bends it.")
def _tanh_added(x: Array, kernel: Array, bias: Array) -> Array:
    return np.tanh(_project(x, kernel, bias))


@_mistake("project_heads", "heads-and-size-exchanged", "The axes of the kernel are (width, heads, size).")
def _exchanged(x: Array, kernel: Array, bias: Array) -> Array:
    return _project(x, kernel.transpose(0, 2, 1).reshape(kernel.shape), bias)


@_mistake("project_heads", "activation-added", "A projection is linear: nothing bends it.")
def _bent(x: Array, kernel: Array, bias: Array) -> Array:
    return np.maximum(_project(x, kernel, bias), 0)


@_mistake("project_heads", "kernel-transposed-by-reshape", "The kernel is regrouped without moving its axes.")
def _kernel_regrouped(x: Array, kernel: Array, bias: Array) -> Array:
    width, heads, size = kernel.shape
    return np.asarray(np.einsum("blw,hws->bhls", x, kernel.reshape(heads, width, size)) + bias[:, None])


@_mistake("project_heads", "bias-twice", "The bias is added once.")
def _bias_twice(x: Array, kernel: Array, bias: Array) -> Array:
    return _project(x, kernel, 2 * bias)


@_mistake("project_heads", "bias-of-first-head", "The bias has a row for every head; here they all use the first.")
def _bias_of_first_head(x: Array, kernel: Array, bias: Array) -> Array:
    return _project(x, kernel, np.broadcast_to(bias[:1], bias.shape))


@_mistake("project_heads", "scaled-projection", "A projection is not scaled: the root divides the scores later.")
def _scaled(x: Array, kernel: Array, bias: Array) -> Array:
    return np.asarray(_project(x, kernel, bias) / np.sqrt(kernel.shape[-1]))


@_mistake("project_heads", "heads-side-by-side", "The heads lie side by side in one axis; each is due on its own.")
def _flat(x: Array, kernel: Array, bias: Array) -> Array:
    return np.asarray(x @ kernel.reshape(len(kernel), -1) + bias.reshape(-1))


@_mistake("project_heads", "size-before-heads", "The axes of the kernel are (width, heads, size).")
def _size_before_heads(x: Array, kernel: Array, bias: Array) -> Array:
    _, heads, size = kernel.shape
    return np.asarray(_flat(x, kernel, bias).reshape(*x.shape[:2], size, heads).transpose(0, 3, 1, 2))


@_mistake("project_heads", "size-before-places", "The axes of the result are (batch, heads, length, size).")
def _size_before_places(x: Array, kernel: Array, bias: Array) -> Array:
    return swap(_project(x, kernel, bias))


@_mistake("project_heads", "heads-before-batch", "The axes of the result are (batch, heads, length, size).")
def _heads_before_batch(x: Array, kernel: Array, bias: Array) -> Array:
    return np.asarray(_project(x, kernel, bias).swapaxes(0, 1))


@_mistake("project_heads", "heads-summed", "Heads are not added up here: each keeps a projection of its own.")
def _summed(x: Array, kernel: Array, bias: Array) -> Array:
    return np.asarray(_project(x, kernel, bias).sum(axis=1))


@_mistake("project_heads", "batch-squeezed", KEPT_AXIS)
def _projection_squeezed(x: Array, kernel: Array, bias: Array) -> Array:
    return np.squeeze(_project(x, kernel, bias))


# --- multi_head_attention ---


def _merge(heads: Array, output_kernel: Array) -> Array:
    return np.asarray(np.einsum("bhqs,hso->bqo", heads, output_kernel))


def _multi(
    query: Array,
    value: Array,
    key: Array,
    qk: Array,
    qb: Array,
    kk: Array,
    kb: Array,
    vk: Array,
    vb: Array,
    ok: Array,
    ob: Array,
    mask: Array | None = None,
    *,
    divisor: Any = None,
    weigh: Weigh = right_weights,
    project: Any = _project,
    merge: Any = _merge,
) -> Array:
    q, k, v = project(query, qk, qb), project(key, kk, kb), project(value, vk, vb)
    scores = q @ swap(k) / (np.sqrt(q.shape[-1]) if divisor is None else divisor)
    if mask is not None:
        mask = np.broadcast_to(mask, (len(query), *scores.shape[-2:]))[:, None]
    return np.asarray(merge(weigh(scores, mask) @ v, ok) + ob)


attend: Callable[..., Array] = _multi
"""As the stub ``multi_head_attention``, with parts that may be exchanged."""


def mask_of(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The mask of a call."""
    return kwargs.get("mask", args[11] if len(args) > 11 else None)


for _name, _hint, _weigh in WEIGHERS:
    _BANK.append(
        Mistake(
            _name,
            "multi_head_attention",
            _hint,
            lambda *args, weigh=_weigh, **kwargs: attend(*args, **kwargs, weigh=weigh),
        )
    )


@_mistake("multi_head_attention", "not-scaled", "The scores of a head are divided by the root of its size.")
def _not_scaled(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, divisor=1.0)


@_mistake("multi_head_attention", "scaled-by-model-width", ONE_HEAD)
def _model_width(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, divisor=np.sqrt(args[0].shape[-1]))


@_mistake("multi_head_attention", "scaled-by-all-heads", ONE_HEAD)
def _all_heads(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, divisor=np.sqrt(args[3].shape[1] * args[3].shape[2]))


@_mistake("multi_head_attention", "divided-by-size", "Scores are divided by the root of the size, not by the size.")
def _by_size(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, divisor=args[3].shape[-1])


@_mistake(
    "multi_head_attention", "times-root", "Scores are multiplied by the root of the size; they should be divided."
)
def _times_root(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, divisor=1 / np.sqrt(args[3].shape[-1]))


@_mistake("multi_head_attention", "split-without-transpose", SPLIT)
def _split(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, project=split_by_reshape)


def merged_by_reshape(heads: Array, kernel: Array) -> Array:
    """Heads joined by a reshape alone."""
    batch, _, queries, _ = heads.shape
    return np.asarray(heads.reshape(batch, queries, -1) @ kernel.reshape(-1, kernel.shape[-1]))


@_mistake("multi_head_attention", "merged-without-transpose", MERGE)
def _merged(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, merge=merged_by_reshape)


@_mistake("multi_head_attention", "one-head-for-all", "All heads use the first head's projections.")
def _one_head(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, project=_first_head)


@_mistake("multi_head_attention", "last-head-only", "Only one head reaches the output: it sums over all of them.")
def _last_head(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, merge=lambda heads, kernel: heads[:, -1] @ kernel[-1])


@_mistake("multi_head_attention", "heads-averaged", "The output projection adds the heads up; it takes no mean.")
def _averaged(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, merge=lambda heads, kernel: _merge(heads, kernel) / heads.shape[1])


@_mistake("multi_head_attention", "output-bias-missing", "The output projection has a bias too.")
def _no_output_bias(*args: Any, **kwargs: Any) -> Array:
    return np.asarray(attend(*args, **kwargs) - args[10])


@_mistake("multi_head_attention", "output-bias-per-head", "The output's bias is added once, not once for every head.")
def _bias_per_head(*args: Any, **kwargs: Any) -> Array:
    return np.asarray(attend(*args, **kwargs) + (args[3].shape[1] - 1) * args[10])


@_mistake("multi_head_attention", "query-bias-missing", "The queries' bias moves attention: it cannot be left out.")
def _no_query_bias(*args: Any, **kwargs: Any) -> Array:
    return attend(*args[:4], args[4] * 0, *args[5:], **kwargs)


@_mistake("multi_head_attention", "value-bias-missing", "The values' bias reaches the output.")
def _no_value_bias(*args: Any, **kwargs: Any) -> Array:
    return attend(*args[:8], args[8] * 0, *args[9:], **kwargs)


@_mistake(
    "multi_head_attention", "value-and-key-exchanged", "The order is query, value, key: scores come from the keys."
)
def _argument_order(query: Any, value: Any, key: Any, *rest: Any, **kwargs: Any) -> Array:
    return attend(query, key, value, *rest, **kwargs)


@_mistake(
    "multi_head_attention", "kernels-exchanged", "Keys are projected with the values' kernel and values with the keys'."
)
def _kernels_exchanged(*args: Any, **kwargs: Any) -> Array:
    return attend(*args[:5], *args[7:9], *args[5:7], *args[9:], **kwargs)


@_mistake("multi_head_attention", "keys-for-values", "What is mixed are the projected values, not the projected keys.")
def _keys_mixed(*args: Any, **kwargs: Any) -> Array:
    return attend(args[0], args[2], args[2], *args[3:7], args[5], args[6], *args[9:], **kwargs)


@_mistake(
    "multi_head_attention", "softmax-over-heads", "The heads do not share one budget: softmax runs over the keys."
)
def _over_heads(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, weigh=lambda scores, mask: softmax(masked(scores, mask), 1))


@_mistake(
    "multi_head_attention",
    "mask-of-two-axes-ignored",
    "A mask of (queries, keys) holds for every sample: is it used as one of three axes is?",
)
def _only_three_axes(*args: Any, **kwargs: Any) -> Array:
    mask = mask_of(args, kwargs)
    return attend(*args[:11], mask=mask if mask is not None and mask.ndim == 3 else None)


@_mistake("multi_head_attention", "mask-of-two-axes-transposed", NOT_TRANSPOSED)
def _two_axes_turned(*args: Any, **kwargs: Any) -> Array:
    mask = mask_of(args, kwargs)
    return attend(*args[:11], mask=mask.T if mask is not None and mask.ndim == 2 else mask)


@_mistake(
    "multi_head_attention",
    "mask-without-heads-axis",
    "The mask of a sample lies on a head here: scores have an axis for the heads after the batch, the mask has none.",
)
def _mask_on_heads(*args: Any, **kwargs: Any) -> Array:
    mask = mask_of(args, kwargs)
    return attend(*args[:11], weigh=lambda scores, _: softmax(masked(scores, mask)))


@_mistake(
    "multi_head_attention",
    "axis-added-to-every-mask",
    "A mask of (queries, keys) has no axis for the batch: does it need one for the heads behind its first?",
)
def _axis_always(*args: Any, **kwargs: Any) -> Array:
    mask = mask_of(args, kwargs)
    return attend(*args[:11], weigh=lambda scores, _: softmax(masked(scores, None if mask is None else mask[:, None])))


@_mistake("multi_head_attention", "mask-for-one-head", "The mask holds for every head, not only for the first.")
def _mask_for_one_head(*args: Any, **kwargs: Any) -> Array:
    mask = mask_of(args, kwargs)

    def weigh(scores: Array, spread: Array | None) -> Array:
        weights = softmax(scores)
        weights[:, 0] = softmax(masked(scores, spread))[:, 0]
        return weights

    return attend(*args[:11], mask=mask, weigh=weigh)


@_mistake("multi_head_attention", "first-head-only", "Only one head reaches the output: it sums over all of them.")
def _only_first_head(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, merge=lambda heads, kernel: heads[:, 0] @ kernel[0])


@_mistake("multi_head_attention", "scaled-by-value-size", "Scores are products of queries and keys: their size counts.")
def _by_value_size(*args: Any, **kwargs: Any) -> Array:
    return attend(*args, **kwargs, divisor=np.sqrt(args[7].shape[-1]))


@_mistake("multi_head_attention", "joined-size-before-heads", MERGE)
def _joined_the_other_way(*args: Any, **kwargs: Any) -> Array:
    def merge(heads: Array, kernel: Array) -> Array:
        batch, _, queries, _ = heads.shape
        flat = heads.transpose(0, 2, 3, 1).reshape(batch, queries, -1)
        return np.asarray(flat @ kernel.reshape(-1, kernel.shape[-1]))

    return attend(*args, **kwargs, merge=merge)


@_mistake("multi_head_attention", "input-added", "The layer alone is asked for, without a way around it.")
def _residual(*args: Any, **kwargs: Any) -> Array:
    output = attend(*args, **kwargs)
    return output + args[0] if output.shape == args[0].shape else output


@_mistake("multi_head_attention", "weights-too", "Only the output is due here.")
def _weights_too(*args: Any, **kwargs: Any) -> Any:
    seen: list[Array] = []

    def weigh(scores: Array, mask: Array | None) -> Array:
        seen.append(right_weights(scores, mask))
        return seen[0]

    return attend(*args, **kwargs, weigh=weigh), seen[0]


@_mistake("multi_head_attention", "batch-squeezed", KEPT_AXIS)
def _output_squeezed(*args: Any, **kwargs: Any) -> Array:
    return np.squeeze(attend(*args, **kwargs))


HEADS: tuple[Mistake, ...] = tuple(_BANK)
