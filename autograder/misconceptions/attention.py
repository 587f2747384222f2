"""What goes wrong in attention: wrong implementations of the stubs, each with a hint.

Some give the same numbers (query and key exchanged is the transposed matrix of scores) and therefore share one hint.
"""

from __future__ import annotations

import numpy as np

from autograder.misconceptions import Mistake
from autograder.misconceptions.attention_dot import ALIGNMENTS
from autograder.misconceptions.attention_heads import HEADS
from autograder.misconceptions.attention_pairs import PAIRS
from autograder.misconceptions.attention_parts import (
    ONLY_WEIGHTS,
    OVERFLOW,
    WEIGHERS,
    Array,
    collector,
    softmax,
    swap,
    unshifted,
)

_BANK: list[Mistake] = []
_mistake = collector(_BANK)


# --- soft_lookup ---


@_mistake("soft_lookup", "hard-lookup", "This answers with the best key alone; a soft lookup mixes all values.")
def _hard_lookup(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray(values[np.argmax(keys @ query)])


@_mistake("soft_lookup", "scaled-lookup", "A soft lookup takes the similarities as they are: nothing is scaled here.")
def _scaled_lookup(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray(softmax(keys @ query / np.sqrt(len(query))) @ values)


@_mistake("soft_lookup", "cosine-for-dot", "The similarity here is the dot product: lengths count.")
def _cosine_lookup(query: Array, keys: Array, values: Array) -> Array:
    lengths = np.linalg.norm(keys, axis=1) * np.linalg.norm(query)
    return np.asarray(softmax(keys @ query / np.maximum(lengths, 1e-12)) @ values)


@_mistake("soft_lookup", "not-normalised", "The weights do not sum to 1: softmax also divides by the sum.")
def _exp_only(query: Array, keys: Array, values: Array) -> Array:
    # In float64, so that it stays apart from an overflow where similarities are large.
    return np.asarray(np.exp((keys @ query).astype(np.float64)) @ values)


@_mistake(
    "soft_lookup", "no-exponential", "Similarities divided by their sum can be negative: softmax takes exp first."
)
def _linear_share(query: Array, keys: Array, values: Array) -> Array:
    similarity = keys @ query
    return np.asarray(similarity / similarity.sum() @ values)


@_mistake("soft_lookup", "raw-similarities", "The similarities weigh the values directly: softmax is missing.")
def _nosoftmax(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray((keys @ query) @ values)


@_mistake("soft_lookup", "weights-returned", "These are the weights. The last step takes the values by them.")
def _weights_only(query: Array, keys: Array, values: Array) -> Array:
    return softmax(keys @ query)


@_mistake(
    "soft_lookup", "keys-for-values", "What comes back is a mixture of keys; keys are compared, values are taken."
)
def _keys_as_values(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray(softmax(keys @ query) @ keys)


@_mistake(
    "soft_lookup", "distance-for-similarity", "The most distant key gets the most weight: similar is not distant."
)
def _distance(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray(softmax(np.linalg.norm(keys - query, axis=1)) @ values)


@_mistake(
    "soft_lookup", "negative-distance", "The nearest key is not the most similar one here: similarity is a dot product."
)
def _nearest(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray(softmax(-np.linalg.norm(keys - query, axis=1)) @ values)


@_mistake(
    "soft_lookup",
    "negative-squared-distance",
    "The nearest key is not the most similar one here: similarity is a dot product.",
)
def _nearest_squared(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray(softmax(-np.sum((keys - query) ** 2, axis=1) / 2) @ values)


@_mistake("soft_lookup", "sign-turned", "The least similar key gets the most weight: look at the signs.")
def _softmin(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray(softmax(-(keys @ query)) @ values)


@_mistake(
    "soft_lookup",
    "absolute-share",
    "Absolute values make an opposite key count like a similar one: which function is positive and keeps the order?",
)
def _absolute_share(query: Array, keys: Array, values: Array) -> Array:
    similarity = np.abs(keys @ query)
    return np.asarray(similarity / similarity.sum() @ values)


@_mistake("soft_lookup", "no-shift-in-float64", OVERFLOW)
def _lookup_overflow_in_float64(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray(unshifted((keys @ query).astype(np.float64)) @ values)


@_mistake("soft_lookup", "no-shift", OVERFLOW)
def _lookup_overflow(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray(unshifted((keys @ query).astype(np.float32)) @ values)


@_mistake(
    "soft_lookup",
    "cut-to-the-values-type",
    "The result is made to whole numbers like the values and loses its decimals.",
)
def _cut(query: Array, keys: Array, values: Array) -> Array:
    return np.asarray(softmax(keys @ query) @ values).astype(values.dtype)


@_mistake(
    "soft_lookup", "integer-buffer", "The result is made to whole numbers like the values and loses its decimals."
)
def _integer_buffer(query: Array, keys: Array, values: Array) -> Array:
    result = np.zeros_like(values[0])
    for weight, value in zip(softmax(keys @ query), values, strict=True):
        result = (result + weight * value).astype(result.dtype)
    return np.asarray(result)


# --- cosine_scores ---


@_mistake("cosine_scores", "dot-for-cosine", "Lengths still count here: divide by both of them.")
def _plain_dot(query: Array, key: Array) -> Array:
    return np.asarray(query @ swap(key))


@_mistake("cosine_scores", "cosine-distance", "That is a distance, 1 - similarity, as SciPy's `cosine` gives it.")
def _cosine_distance(query: Array, key: Array) -> Array:
    return np.asarray(1 - _cosine(query, key))


@_mistake("cosine_scores", "query-length-left", "Only one of the two lengths is divided out.")
def _one_length(query: Array, key: Array) -> Array:
    return np.asarray(query @ swap(key / np.linalg.norm(key, axis=-1, keepdims=True)))


@_mistake("cosine_scores", "scaled-dot", "Lengths still count here: divide by both of them.")
def _scaled_dot(query: Array, key: Array) -> Array:
    return np.asarray(query @ swap(key) / np.sqrt(query.shape[-1]))


@_mistake(
    "cosine_scores", "softmax-of-cosines", "The similarities themselves are due: no weights are made of them yet."
)
def _cosine_weights(query: Array, key: Array) -> Array:
    return softmax(_cosine(query, key))


@_mistake("cosine_scores", "key-length-left", "Only one of the two lengths is divided out.")
def _other_length(query: Array, key: Array) -> Array:
    return np.asarray(query / np.linalg.norm(query, axis=-1, keepdims=True) @ swap(key))


@_mistake("cosine_scores", "lengths-held-above-one", "A vector shorter than 1 has a length as well.")
def _long_enough(query: Array, key: Array) -> Array:
    lengths = (np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1) for x in (query, key))
    return np.asarray(query / next(lengths) @ swap(key / next(lengths)))


@_mistake("cosine_scores", "absolute-cosine", "Vectors that point apart have a negative similarity.")
def _absolute_cosine(query: Array, key: Array) -> Array:
    return np.abs(_cosine(query, key))


@_mistake("cosine_scores", "means-subtracted", "That is a correlation: a cosine takes the vectors as they are.")
def _correlation(query: Array, key: Array) -> Array:
    return _cosine(query - query.mean(-1, keepdims=True), key - key.mean(-1, keepdims=True))


@_mistake("cosine_scores", "sum-of-absolute-values", "A length is the root of the sum of squares.")
def _city_blocks(query: Array, key: Array) -> Array:
    a, b = (x / np.abs(x).sum(axis=-1, keepdims=True) for x in (query, key))
    return np.asarray(a @ swap(b))


@_mistake("cosine_scores", "norm-along-the-sequence", "Each vector has a length of its own: one norm per row.")
def _wrong_axis(query: Array, key: Array) -> Array:
    a, b = (x / np.linalg.norm(x, axis=-2, keepdims=True) for x in (query, key))
    return np.asarray(a @ swap(b))


@_mistake("cosine_scores", "squared-lengths", "A length is the root of the sum of squares.")
def _squared_lengths(query: Array, key: Array) -> Array:
    return np.asarray((query / np.sum(query**2, -1, keepdims=True)) @ swap(key / np.sum(key**2, -1, keepdims=True)))


@_mistake("cosine_scores", "length-of-everything", "Each vector has a length of its own: one norm per row.")
def _global_length(query: Array, key: Array) -> Array:
    return np.asarray(query @ swap(key) / (np.linalg.norm(query) * np.linalg.norm(key)))


@_mistake("cosine_scores", "transposed-scores", "Rows belong to queries, columns to keys.")
def _transposed_cosine(query: Array, key: Array) -> Array:
    return _cosine(key, query)


def _cosine(query: Array, key: Array) -> Array:
    a, b = (x / np.linalg.norm(x, axis=-1, keepdims=True) for x in (query, key))
    return np.asarray(a @ swap(b))


# --- attention_weights ---

for _name, _hint, _weigh in (*WEIGHERS, *ONLY_WEIGHTS):
    _BANK.append(
        Mistake(_name, "attention_weights", _hint, lambda scores, mask=None, weigh=_weigh: weigh(scores, mask))
    )


MISTAKES: tuple[Mistake, ...] = (*_BANK, *ALIGNMENTS, *HEADS, *PAIRS)
