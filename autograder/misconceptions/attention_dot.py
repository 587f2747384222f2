"""What goes wrong between query and output: attention by dot product and by addition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions import Mistake
from autograder.misconceptions.attention_parts import (
    KEPT_AXIS,
    OVERFLOW,
    OWN_BUDGET,
    TRANSPOSE,
    WEIGHERS,
    Array,
    collector,
    dot,
    softmax,
    swap,
)

_BANK: list[Mistake] = []
_mistake = collector(_BANK)


# --- dot_product_attention ---


SCALE = "The scale that is handed in counts, 0.0 as well: ask whether it is None."


_any_dot: Callable[..., Any] = dot

for _name, _hint, _weigh in WEIGHERS:
    _BANK.append(
        Mistake(
            _name,
            "dot_product_attention",
            _hint,
            lambda *args, weigh=_weigh, **kwargs: _any_dot(*args, **kwargs, weigh=weigh),
        )
    )


@_mistake(
    "dot_product_attention", "not-scaled", "Without a scale of its own the function divides by the root of the width."
)
def _dot_not_scaled(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, 1.0 if scale is None else scale, mask)


@_mistake(
    "dot_product_attention", "divided-by-width", "The scale is one over the root of the width, not over the width."
)
def _dot_by_width(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, 1 / key.shape[-1] if scale is None else scale, mask)


@_mistake(
    "dot_product_attention", "times-root", "Scores are multiplied by the root of the width; they should be divided."
)
def _dot_times_root(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, np.sqrt(key.shape[-1]) if scale is None else scale, mask)


@_mistake("dot_product_attention", "scaled-by-length", "The number of keys is not the width of a key.")
def _dot_by_length(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, 1 / np.sqrt(key.shape[-2]) if scale is None else scale, mask)


@_mistake("dot_product_attention", "scaled-by-value-width", "It is the width of the keys that makes scores grow.")
def _dot_by_value_width(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, 1 / np.sqrt(value.shape[-1]) if scale is None else scale, mask)


@_mistake("dot_product_attention", "divided-by-scale", "The scale multiplies the scores.")
def _dot_divided(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, None if scale is None else 1 / scale if scale else np.inf, mask)


@_mistake("dot_product_attention", "divided-by-scale-unless-zero", "The scale multiplies the scores.")
def _dot_divided_unless_zero(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, 1 / scale if scale else scale, mask)


@_mistake("dot_product_attention", "scaled-by-second-axis", "The number of keys is not the width of a key.")
def _dot_by_second_axis(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, 1 / np.sqrt(key.shape[1]) if scale is None else scale, mask)


@_mistake("dot_product_attention", "scale-zero-taken-for-none", SCALE)
def _dot_falsy(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, scale or None, mask)


@_mistake("dot_product_attention", "scale-ignored", SCALE)
def _dot_own_scale(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, None, mask)


@_mistake(
    "dot_product_attention", "unscaled-scores-returned", "The scores to return are those that go into softmax: scaled."
)
def _dot_raw_scores(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    _, weights, output = dot(query, value, key, scale, mask)
    return query @ swap(key), weights, output


@_mistake(
    "dot_product_attention", "value-and-key-exchanged", "The order is query, value, key: scores come from the keys."
)
def _dot_argument_order(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, key, value, scale, mask)


@_mistake(
    "dot_product_attention", "keys-for-values", "The output is a mixture of keys; keys are compared, values are taken."
)
def _dot_keys(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, key, key, scale, mask)


@_mistake("dot_product_attention", "query-and-key-exchanged", "Rows of the scores belong to queries, columns to keys.")
def _dot_transposed(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(key, value, query, scale, mask)


@_mistake(
    "dot_product_attention",
    "axes-one-and-two-exchanged",
    "The last two axes of the key change places, however many there are before them.",
)
def _dot_fixed_axes(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, swap(np.swapaxes(key, 1, 2)), scale, mask)


@_mistake("dot_product_attention", "key-reshaped", TRANSPOSE)
def _dot_reshaped(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    turned = key.reshape(*key.shape[:-2], key.shape[-1], key.shape[-2])
    return dot(query, value, swap(turned), scale, mask)


@_mistake(
    "dot_product_attention", "results-in-another-order", "The results are, in this order: scores, weights, output."
)
def _dot_order(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, scale, mask)[::-1]


@_mistake("dot_product_attention", "output-only", "Three results are due: scores, weights, output.")
def _dot_output(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, scale, mask)[2]


@_mistake(
    "dot_product_attention", "output-and-weights", "Three results are due, not Keras' two: scores, weights, output."
)
def _dot_keras_pair(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    _, weights, output = dot(query, value, key, scale, mask)
    return output, weights


@_mistake("dot_product_attention", "output-first", "The results are, in this order: scores, weights, output.")
def _dot_output_first(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    scores, weights, output = dot(query, value, key, scale, mask)
    return output, scores, weights


@_mistake("dot_product_attention", "output-squeezed", KEPT_AXIS)
def _dot_output_squeezed(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    scores, weights, output = dot(query, value, key, scale, mask)
    return scores, weights, np.squeeze(output)


@_mistake("dot_product_attention", "batch-squeezed", KEPT_AXIS)
def _dot_squeezed(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return tuple(np.squeeze(part) for part in dot(query, value, key, scale, mask))


@_mistake(
    "dot_product_attention",
    "own-scale-and-default",
    "A scale that is handed in takes the place of the default one; the two are not multiplied.",
)
def _dot_both_scales(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    return dot(query, value, key, (1 if scale is None else scale) / np.sqrt(key.shape[-1]), mask)


@_mistake("dot_product_attention", "scaled-after-softmax", "The scale belongs to the scores, before softmax.")
def _dot_scaled_late(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    factor = 1 / np.sqrt(key.shape[-1]) if scale is None else scale
    scores, weights, output = dot(query, value, key, 1.0, mask)
    return scores, weights * factor, output * factor


@_mistake(
    "dot_product_attention",
    "values-masked",
    "Zeros in place of masked values come too late: the keys they belong to have taken their share of the weight.",
)
def _dot_values_masked(query: Any, value: Any, key: Any, scale: Any = None, mask: Any = None) -> Any:
    scores, weights, output = dot(query, value, key, scale)
    return scores, weights, output if mask is None else (weights * mask) @ value


# --- additive_attention ---


def _additive(
    query: Array, value: Array, key: Array, scale: Array, score: Callable[[Array, Array], Array], weigh: Any = softmax
) -> Array:
    pairs = query[..., :, None, :] + key[..., None, :, :]
    return np.asarray(weigh(score(pairs, scale)) @ value)


def _usual(pairs: Array, scale: Array) -> Array:
    return np.asarray(np.tanh(pairs) @ scale)


_any_additive: Callable[..., Array] = _additive

_ADDITIVE: tuple[tuple[str, str, Callable[[Array, Array], Array]], ...] = (
    ("tanh-after-the-sum", "Tanh belongs on each coordinate, before they are summed.", lambda p, s: np.tanh(p @ s)),
    (
        "tanh-missing",
        "Without tanh a query shifts all its scores alike, and softmax does not see it.",
        lambda p, s: p @ s,
    ),
    (
        "scale-inside-tanh",
        "The scale multiplies what tanh gives, not what it gets.",
        lambda p, s: np.tanh(p * s).sum(-1),
    ),
    ("scale-ignored", "The learnt scale weighs the coordinates of the sum.", lambda p, s: np.tanh(p).sum(-1)),
    (
        "divided-by-root",
        "The root of the width belongs to the dot product.",
        lambda p, s: np.tanh(p) @ s / len(s) ** 0.5,
    ),
    ("mean-over-width", "The coordinates are summed, not averaged.", lambda p, s: np.mean(np.tanh(p) * s, -1)),
    ("sigmoid-for-tanh", "It is tanh that bends the sum, not the sigmoid.", lambda p, s: (1 / (1 + np.exp(-p))) @ s),
    ("relu-for-tanh", "It is tanh that bends the sum, not the relu.", lambda p, s: np.maximum(p, 0) @ s),
    ("no-shift", OVERFLOW, lambda p, s: np.log(np.exp((np.tanh(p) @ s).astype(np.float32)))),
    ("no-shift-in-float64", OVERFLOW, lambda p, s: np.log(np.exp((np.tanh(p) @ s).astype(np.float64)))),
)

for _name, _hint, _score in _ADDITIVE:
    _BANK.append(
        Mistake(_name, "additive_attention", _hint, lambda *args, score=_score: _any_additive(*args, score=score))
    )


@_mistake("additive_attention", "value-and-key-exchanged", "The order is query, value, key: scores come from the keys.")
def _additive_order(query: Array, value: Array, key: Array, scale: Array) -> Array:
    return _additive(query, key, value, scale, _usual)


@_mistake("additive_attention", "softmax-over-queries", OWN_BUDGET)
def _additive_axis(query: Array, value: Array, key: Array, scale: Array) -> Array:
    return _additive(query, value, key, scale, _usual, lambda scores: softmax(scores, -2))


@_mistake("additive_attention", "product-for-sum", "Query and key are multiplied here; the additive form adds them.")
def _additive_product(query: Array, value: Array, key: Array, scale: Array) -> Array:
    return np.asarray(softmax(np.tanh(query[..., :, None, :] * key[..., None, :, :]) @ scale) @ value)


@_mistake("additive_attention", "difference-for-sum", "Query and key are added before tanh, not subtracted.")
def _additive_difference(query: Array, value: Array, key: Array, scale: Array) -> Array:
    return _additive(query, value, -key, scale, _usual)


@_mistake(
    "additive_attention",
    "tanh-of-each",
    "Outside of the tanh a query shifts all its scores alike, which softmax does not see: add first, then bend.",
)
def _additive_tanh_of_each(query: Array, value: Array, key: Array, scale: Array) -> Array:
    return _additive(np.tanh(query), value, np.tanh(key), scale, lambda p, s: p @ s)


@_mistake("additive_attention", "dot-product", "That is a dot product; here query and key are added and bent.")
def _additive_dot(query: Array, value: Array, key: Array, scale: Array) -> Array:
    return dot(query, value, key, 1.0)[2]


@_mistake("additive_attention", "weights-returned", "These are the weights. The last step takes the values by them.")
def _additive_weights(query: Array, value: Array, key: Array, scale: Array) -> Array:
    return softmax(_usual(query[..., :, None, :] + key[..., None, :, :], scale))


@_mistake("additive_attention", "batch-squeezed", KEPT_AXIS)
def _additive_squeezed(query: Array, value: Array, key: Array, scale: Array) -> Array:
    return np.squeeze(_additive(query, value, key, scale, _usual))


@_mistake("additive_attention", "three-results", "Only the output is due here.")
def _additive_all(query: Array, value: Array, key: Array, scale: Array) -> Any:
    scores = _usual(query[..., :, None, :] + key[..., None, :, :], scale)
    return scores, softmax(scores), softmax(scores) @ value


ALIGNMENTS: tuple[Mistake, ...] = tuple(_BANK)
