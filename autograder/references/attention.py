"""Attention in float64, with the error that float32 may add.

Sources: Bahdanau, Cho & Bengio (2015) for the additive form, Vaswani et al. (2017), section 3.2, for the scaled dot
product and several heads; layouts and argument order are those of Keras 3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.references import Expected
from autograder.references.bounds import (
    attention_bound,
    attention_weights_bound,
    contraction_bound,
    rounded,
    softmax_bound,
    value_and_bound,
)

Array = npt.NDArray[np.float64]


def soft_lookup(query: npt.ArrayLike, keys: npt.ArrayLike, values: npt.ArrayLike) -> Expected:
    """One query (width,) in keys (keys, width) with values (keys,) or (keys, value width), unscaled."""
    q, k, v = _wide(query), _wide(keys), _wide(values)
    weights = _softmax(k @ q)
    columns = v.reshape(len(v), -1)
    bound = attention_bound(weights[None], columns, (np.abs(k) @ np.abs(q))[None])[0]
    return Expected(weights @ v, bound.reshape(v.shape[1:]))


def cosine_scores(query: npt.ArrayLike, key: npt.ArrayLike) -> Expected:
    """Similarity in [-1, 1] of queries (..., queries, width) and keys (..., keys, width)."""
    unit_query, unit_key = (x / np.linalg.norm(x, axis=-1, keepdims=True) for x in (_wide(query), _wide(key)))
    similarity = unit_query @ _swap(unit_key)
    # Each norm is itself a contraction of the same length: its relative error adds to that of the product.
    total = np.abs(unit_query) @ _swap(np.abs(unit_key)) + np.abs(similarity)
    return Expected(similarity, contraction_bound(total, unit_key.shape[-1]))


def attention_weights(scores: npt.ArrayLike, mask: npt.ArrayLike | None = None) -> Expected:
    """Softmax over the last axis of scores (..., queries, keys); masked keys get exactly 0."""
    z = _wide(scores)
    allowed = _allowed(mask, z.shape)
    return Expected(_softmax(z, allowed), softmax_bound(np.where(allowed, z, 0)))


def dot_product_attention(
    query: npt.ArrayLike,
    value: npt.ArrayLike,
    key: npt.ArrayLike,
    scale: float | None = None,
    mask: npt.ArrayLike | None = None,
) -> Expected:
    """Scores, weights and output. Under the mask a score may be anything: its bound is infinite."""
    q, v, k = _wide(query), _wide(value), _wide(key)
    factor = 1 / np.sqrt(k.shape[-1]) if scale is None else scale
    scores = factor * (q @ _swap(k))
    allowed = _allowed(mask, scores.shape)
    weights = _softmax(scores, allowed)
    absolute = np.where(allowed, abs(factor) * (np.abs(q) @ _swap(np.abs(k))), 0)
    score_bound = np.where(allowed, contraction_bound(absolute, k.shape[-1]), np.inf)
    bounds = score_bound, attention_weights_bound(weights, absolute), attention_bound(weights, v, absolute)
    return Expected((scores, weights, weights @ v), bounds)


def additive_attention(
    query: npt.ArrayLike, value: npt.ArrayLike, key: npt.ArrayLike, scale: npt.ArrayLike
) -> Expected:
    """Output (..., queries, value width) of scores ``sum_d scale_d tanh(q_d + k_d)``."""
    q, v, k, s = _wide(query), _wide(value), _wide(key), _wide(scale)
    scores = np.tanh(q[..., :, None, :] + k[..., None, :, :]) @ s
    weights = _softmax(scores)
    # |tanh| <= 1 and its error is at most 8 u, so sum |scale| takes the part of |q|.|k| in the dot product's bound.
    absolute = np.full(scores.shape, np.sum(np.abs(s)))
    return Expected(weights @ v, attention_bound(weights, v, absolute))


def project_heads(x: npt.ArrayLike, kernel: npt.ArrayLike, bias: npt.ArrayLike) -> Expected:
    """From x (batch, length, width) to (batch, heads, length, size)."""
    wide, weights, shift = _wide(x), _wide(kernel), _wide(bias)
    absolute = _project(np.abs(wide), np.abs(weights), np.abs(shift))
    return Expected(_project(wide, weights, shift), contraction_bound(absolute, wide.shape[-1]))


def multi_head_attention(*args: Any, **kwargs: Any) -> Expected:
    """Output (batch, queries, width); the bound is measured by jitter, as for every computation of this length."""
    return Expected(*value_and_bound(_multi_head, *args, **kwargs))


def single_head(
    query: npt.ArrayLike,
    value: npt.ArrayLike,
    key: npt.ArrayLike,
    projections: Sequence[npt.ArrayLike],
    scale: float,
) -> Expected:
    """Scores, weights and output of the models that students build from Dense layers and one step of attention.

    ``projections`` are kernel (width, units) and bias (units,) of query, key and value, in that order.
    """
    return Expected(*value_and_bound(_single_head, query, value, key, projections, scale))


def sequence_classifier(x: npt.ArrayLike, weights: Sequence[npt.ArrayLike]) -> Expected:
    """Self-attention, mean over time, softmax: probabilities (batch, classes) of x (batch, steps, features).

    ``weights`` are the eight of Keras's MultiHeadAttention, then kernel and bias of the Dense layer.
    """
    return Expected(*value_and_bound(_sequence_classifier, x, weights))


def _single_head(query: Any, value: Any, key: Any, projections: Any, scale: float) -> tuple[Array, Array, Array]:
    query_kernel, query_bias, key_kernel, key_bias, value_kernel, value_bias = map(_wide, projections)
    scores = scale * (_wide(query) @ query_kernel + query_bias) @ _swap(_wide(key) @ key_kernel + key_bias)
    weights = _softmax(scores)
    return scores, weights, weights @ (_wide(value) @ value_kernel + value_bias)


def _sequence_classifier(x: Any, weights: Any) -> Array:
    attended = _multi_head(x, x, x, *weights[:8])
    return _softmax(attended.mean(axis=1) @ _wide(weights[8]) + _wide(weights[9]))


def _multi_head(
    query: Array,
    value: Array,
    key: Array,
    query_kernel: Array,
    query_bias: Array,
    key_kernel: Array,
    key_bias: Array,
    value_kernel: Array,
    value_bias: Array,
    output_kernel: Array,
    output_bias: Array,
    mask: npt.NDArray[np.bool_] | None = None,
) -> Array:
    q = rounded(_project(_wide(query), _wide(query_kernel), _wide(query_bias)))
    k = rounded(_project(_wide(key), _wide(key_kernel), _wide(key_bias)))
    v = rounded(_project(_wide(value), _wide(value_kernel), _wide(value_bias)))
    scores = q @ _swap(k) / np.sqrt(q.shape[-1])
    # A mask speaks of (batch, queries, keys); the axis of the heads comes after the batch.
    spread = None if mask is None else np.broadcast_to(mask, (len(query), *scores.shape[-2:]))[:, None]
    heads = rounded(_softmax(scores, _allowed(spread, scores.shape)) @ v)
    return np.asarray(np.einsum("bhqs,hso->bqo", heads, _wide(output_kernel)) + _wide(output_bias))


def _project(x: Array, kernel: Array, bias: Array) -> Array:
    return np.asarray(np.einsum("blw,whs->bhls", x, kernel) + bias[:, None, :])


def _softmax(scores: Array, allowed: npt.NDArray[np.bool_] | None = None) -> Array:
    if allowed is not None:
        scores = np.where(allowed, scores, -np.inf)
    shift = scores.max(axis=-1, keepdims=True)
    total = shift + np.log(np.sum(np.exp(scores - shift), axis=-1, keepdims=True))
    return np.asarray(np.exp(rounded(scores) - rounded(total)))


def _allowed(mask: npt.ArrayLike | None, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    allowed = np.broadcast_to(True if mask is None else np.asarray(mask, np.bool_), shape)
    if not allowed.any(axis=-1).all():
        raise ValueError("a query that may attend to no key has no defined weights; do not draw such cases")
    return allowed


def _swap(x: Array) -> Array:
    return np.swapaxes(x, -1, -2)


def _wide(x: npt.ArrayLike) -> Array:
    return np.asarray(x, np.float64)


EXACT: dict[str, Callable[..., Expected]] = {
    "soft_lookup": soft_lookup,
    "cosine_scores": cosine_scores,
    "attention_weights": attention_weights,
    "dot_product_attention": dot_product_attention,
    "additive_attention": additive_attention,
    "project_heads": project_heads,
    "multi_head_attention": multi_head_attention,
}
