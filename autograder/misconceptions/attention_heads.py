"""What goes wrong with several heads: splitting, scaling, masking and merging them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions import Mistake
from autograder.misconceptions.attention_parts import (
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
def _split_by_reshape(x: Array, kernel: Array, bias: Array) -> Array:
    width, heads, size = kernel.shape
    flat = x @ kernel.reshape(width, -1) + bias.reshape(-1)
    return np.asarray(flat.reshape(len(x), heads, x.shape[1], size))


@_mistake("project_heads", "places-before-heads", SPLIT)
def _keras_layout(x: Array, kernel: Array, bias: Array) -> Array:
    return np.asarray(_project(x, kernel, bias).swapaxes(1, 2))


@_mistake("project_heads", "bias-missing", "Each head has a bias of its own.")
def _no_bias(x: Array, kernel: Array, bias: Array) -> Array:
    return np.asarray(_project(x, kernel, bias * 0))


@_mistake("project_heads", "one-head-for-all", "Every head has a kernel of its own; here they all use the first.")
def _first_head(x: Array, kernel: Array, bias: Array) -> Array:
    return _project(x, np.broadcast_to(kernel[:, :1], kernel.shape), bias)


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


_attend: Callable[..., Array] = _multi

for _name, _hint, _weigh in WEIGHERS:
    _BANK.append(
        Mistake(
            _name,
            "multi_head_attention",
            _hint,
            lambda *args, weigh=_weigh, **kwargs: _attend(*args, **kwargs, weigh=weigh),
        )
    )


@_mistake("multi_head_attention", "not-scaled", "The scores of a head are divided by the root of its size.")
def _not_scaled(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args, **kwargs, divisor=1.0)


@_mistake("multi_head_attention", "scaled-by-model-width", ONE_HEAD)
def _model_width(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args, **kwargs, divisor=np.sqrt(args[0].shape[-1]))


@_mistake("multi_head_attention", "scaled-by-all-heads", ONE_HEAD)
def _all_heads(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args, **kwargs, divisor=np.sqrt(args[3].shape[1] * args[3].shape[2]))


@_mistake("multi_head_attention", "divided-by-size", "Scores are divided by the root of the size, not by the size.")
def _by_size(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args, **kwargs, divisor=args[3].shape[-1])


@_mistake(
    "multi_head_attention", "times-root", "Scores are multiplied by the root of the size; they should be divided."
)
def _times_root(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args, **kwargs, divisor=1 / np.sqrt(args[3].shape[-1]))


@_mistake("multi_head_attention", "split-without-transpose", SPLIT)
def _split(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args, **kwargs, project=_split_by_reshape)


@_mistake("multi_head_attention", "merged-without-transpose", MERGE)
def _merged(*args: Any, **kwargs: Any) -> Array:
    def merge(heads: Array, kernel: Array) -> Array:
        batch, _, queries, _ = heads.shape
        return np.asarray(heads.reshape(batch, queries, -1) @ kernel.reshape(-1, kernel.shape[-1]))

    return _attend(*args, **kwargs, merge=merge)


@_mistake("multi_head_attention", "one-head-for-all", "All heads use the first head's projections.")
def _one_head(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args, **kwargs, project=_first_head)


@_mistake("multi_head_attention", "last-head-only", "Only one head reaches the output: it sums over all of them.")
def _last_head(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args, **kwargs, merge=lambda heads, kernel: heads[:, -1] @ kernel[-1])


@_mistake("multi_head_attention", "heads-averaged", "The output projection adds the heads up; it takes no mean.")
def _averaged(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args, **kwargs, merge=lambda heads, kernel: _merge(heads, kernel) / heads.shape[1])


@_mistake("multi_head_attention", "output-bias-missing", "The output projection has a bias too.")
def _no_output_bias(*args: Any, **kwargs: Any) -> Array:
    return np.asarray(_attend(*args, **kwargs) - args[10])


@_mistake("multi_head_attention", "output-bias-per-head", "The output's bias is added once, not once for every head.")
def _bias_per_head(*args: Any, **kwargs: Any) -> Array:
    return np.asarray(_attend(*args, **kwargs) + (args[3].shape[1] - 1) * args[10])


@_mistake("multi_head_attention", "query-bias-missing", "The queries' bias moves attention: it cannot be left out.")
def _no_query_bias(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args[:4], args[4] * 0, *args[5:], **kwargs)


@_mistake("multi_head_attention", "value-bias-missing", "The values' bias reaches the output.")
def _no_value_bias(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args[:8], args[8] * 0, *args[9:], **kwargs)


@_mistake(
    "multi_head_attention", "value-and-key-exchanged", "The order is query, value, key: scores come from the keys."
)
def _argument_order(query: Any, value: Any, key: Any, *rest: Any, **kwargs: Any) -> Array:
    return _attend(query, key, value, *rest, **kwargs)


@_mistake(
    "multi_head_attention", "kernels-exchanged", "Keys are projected with the values' kernel and values with the keys'."
)
def _kernels_exchanged(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args[:5], *args[7:9], *args[5:7], *args[9:], **kwargs)


@_mistake("multi_head_attention", "keys-for-values", "What is mixed are the projected values, not the projected keys.")
def _keys_mixed(*args: Any, **kwargs: Any) -> Array:
    return _attend(args[0], args[2], args[2], *args[3:7], args[5], args[6], *args[9:], **kwargs)


@_mistake(
    "multi_head_attention", "softmax-over-heads", "The heads do not share one budget: softmax runs over the keys."
)
def _over_heads(*args: Any, **kwargs: Any) -> Array:
    return _attend(*args, **kwargs, weigh=lambda scores, mask: softmax(masked(scores, mask), 1))


@_mistake("multi_head_attention", "padding-for-first-sample", "Every sample has a mask of its own.")
def _first_mask(*args: Any, **kwargs: Any) -> Array:
    mask = kwargs.get("mask", args[11] if len(args) > 11 else None)
    return _attend(*args[:11], mask=mask if mask is None or mask.ndim < 3 else mask[:1])


HEADS: tuple[Mistake, ...] = tuple(_BANK)
