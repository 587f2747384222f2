"""What the assignment on attention asks, and with which inputs.

Axes are named the same everywhere: batch, queries, keys, width (of queries and keys), value width, heads, size (of one
head). No two dimensions of a case are equal unless the case is about a layer on one sequence, or says that it is there
for what equal dimensions hide. Masks are boolean, True means attend, and every query may attend to at least one key.
The allowed keys of a row hold a good share of its softmax before the mask, so that a mask applied after the softmax,
with renormalisation and its usual small constant, is right too, whatever the seed.
"""

from __future__ import annotations

import numpy as np

from autograder.exercises import attention_reasoning
from autograder.exercises.attention_heads import (
    heads_as_long_as_the_sequence,
    heads_causal,
    heads_causal_padding,
    heads_cross_padding,
    heads_large_scores,
    heads_of_batches,
    heads_without_mask,
)
from autograder.exercises.attention_parts import Floats, Mask, causal_mask, normal, padding_mask, share
from autograder.exercises.model import Case, Exercise, Form, example

# Graders and tests ask for these here, as for every other case of the assignment.
__all__ = [
    "EXERCISES",
    "HELPERS",
    "causal_mask",
    "heads_as_long_as_the_sequence",
    "heads_causal",
    "heads_causal_padding",
    "heads_cross_padding",
    "heads_large_scores",
    "heads_of_batches",
    "heads_without_mask",
    "padding_mask",
    "share",
]


def _balanced(rng: np.random.Generator, query: Floats, keys: Floats) -> Floats:
    """Keys turned round where needed, so that similarities have both signs."""
    signs = rng.permutation(np.arange(len(keys)) % 2) * 2 - 1
    return np.asarray(keys * (signs * np.sign(keys @ query))[:, None], np.float32)


def _with_share(scores: Floats, mask: Mask, least: float = 0.35) -> Floats:
    """Scores whose allowed keys are lifted, all of a row by as much, until they hold ``least`` of the row's softmax."""
    missing = np.log(least / (1 - least)) - np.log(held := share(scores, mask)) + np.log1p(-np.minimum(held, 1 - 1e-9))
    return np.where(mask, scores + np.maximum(missing, 0), scores).astype(np.float32)


def _calm(query: Floats, key: Floats, mask: Mask, scale: float, least: float = 0.06) -> Floats:
    """The query, every row of it halved until its allowed keys hold ``least`` of the softmax."""
    while (low := share(scale * query @ key.swapaxes(-1, -2), mask) < least).any():
        query = np.where(low, query / 2, query).astype(np.float32)
    return query


# --- soft_lookup(query, keys, values) ---


def numbers_behind_keys(rng: np.random.Generator) -> Case:
    """Values are plain numbers."""
    query, keys = normal(rng, 3), normal(rng, 5, 3)
    return Case("query (3,), 5 keys, values (5,)", (query, _balanced(rng, query, keys), normal(rng, 5)))


def vectors_behind_keys(rng: np.random.Generator) -> Case:
    """Values are vectors."""
    query, keys = normal(rng, 4), normal(rng, 6, 4)
    return Case("query (4,), 6 keys, values (6, 2)", (query, _balanced(rng, query, keys), normal(rng, 6, 2)))


def far_keys(rng: np.random.Generator) -> Case:
    """Similarities of about 1100, two of them close: exp overflows without a shift, in float64 too.

    The less similar of the two keys lies farther away, off the line of the query. Values have a single column; those
    of the two lie more than 1 apart, so that their weights show.
    """
    query, keys = normal(rng, 4), normal(rng, 6, 4)
    query *= np.float32(2 / np.linalg.norm(query))
    aside = normal(rng, 4)
    aside -= query * (aside @ query) / 4
    aside *= np.float32(250 / np.linalg.norm(aside))
    keys[1], keys[4] = 1100 / 4 * query, 1099.5 / 4 * query + aside
    values = normal(rng, 6, 1)
    values[4] = values[1] + rng.choice([-1.0, 1.0]) * (1 + np.abs(values[4]))
    return Case("query (4,), 6 keys, values (6, 1), similarities up to 1100", (query, keys, values))


def whole_number_keys(rng: np.random.Generator) -> Case:
    """Keys and values are integers, as in the soft dictionary of the notebook."""
    keys, values = rng.integers(-2, 3, (5, 3)), 5 + 11 * rng.permutation(np.arange(-9, 10))[:5]
    return Case("query (3,), 5 integer keys and values", (normal(rng, 3), keys, values))


# --- cosine_scores(query, key) ---


def cosine_of_batches(rng: np.random.Generator) -> Case:
    """Vectors of very different lengths, from 0.1 to 20; the shortest query and the shortest key all but agree.

    At 0.1 a norm that is cut off below 0.5 or 1 shows, and so does an epsilon of 1e-7 that is added to each norm, while
    one of 1e-8 stays within the bound, in the product of two norms too.
    """
    query, key = normal(rng, 2, 3, 4), normal(rng, 2, 5, 4)
    for sample in range(2):
        shortest = rng.integers(3), rng.integers(5)
        near = query[sample, shortest[0]]
        key[sample, shortest[1]] = near + 0.02 * np.abs(near)
        for vectors, short in zip((query[sample], key[sample]), shortest, strict=True):
            lengths = rng.uniform(0.3, 20, len(vectors))
            lengths[short] = 0.1
            vectors *= (lengths / np.linalg.norm(vectors, axis=-1))[:, None]
    return Case("query (2, 3, 4), key (2, 5, 4)", (query, key))


def cosine_without_batch(rng: np.random.Generator) -> Case:
    """A single query and a plain set of keys: the axis of the queries stays."""
    query, key = normal(rng, 1, 6, spread=3), normal(rng, 5, 6, spread=3)
    return Case("query (1, 6), key (5, 6)", (query, _balanced(rng, query[0], key)))


# --- attention_weights(scores, mask=None) ---


def weights_of_batches(rng: np.random.Generator) -> Case:
    """Scores of a batch, no mask."""
    return Case("scores (2, 3, 5)", (normal(rng, 2, 3, 5, spread=2),))


def weights_of_heads(rng: np.random.Generator) -> Case:
    """Scores with an axis more, of a single sample: softmax belongs to the last axis, and the first one stays."""
    return Case("scores (1, 3, 4, 5)", (normal(rng, 1, 3, 4, 5, spread=2),))


def weights_of_large_scores(rng: np.random.Generator) -> Case:
    """Rows of scores near 1000, 0 and -1000."""
    level = rng.permutation([-1000, 0, 1000]).reshape(1, 3, 1)
    return Case("scores (2, 3, 5), rows near 1000, 0 and -1000", ((normal(rng, 2, 3, 5) + level).astype(np.float32),))


def weights_under_padding(rng: np.random.Generator) -> Case:
    """Lengths differ per sample: padding (2, 1, 5). In one row all scores are near -1000, masked or not.

    In another one the first key, which is never masked, stands out by about 10: a score that is cut off shows.
    """
    mask = padding_mask(rng, 2, 5)
    scores = _with_share(normal(rng, 2, 3, 5, spread=2), mask)
    level = rng.permutation([-1000, 0, 0]).reshape(1, 3, 1)
    scores[:, np.argmax(level), 0] += 10
    return Case("scores (2, 3, 5), one row near -1000, mask (2, 1, 5)", ((scores + level).astype(np.float32), mask))


def weights_under_causal_mask(rng: np.random.Generator) -> Case:
    """One causal mask (6, 6) broadcasts over batch and heads.

    The first place sees itself alone, with a score of 0.5: a constant of 1e-6 in the denominator shows.
    """
    scores = _with_share(normal(rng, 2, 3, 6, 6, spread=2), causal_mask(6))
    scores[..., 0, :] += np.float32(0.5) - scores[..., 0, :1]
    return Case("scores (2, 3, 6, 6), causal mask (6, 6)", (scores, causal_mask(6)))


def weights_of_whole_scores(rng: np.random.Generator) -> Case:
    """Scores that are exactly 0 are allowed to be attended to: 0 does not mean masked."""
    scores = np.stack([rng.permutation([-2, -1, 0, 1, 2]) for _ in range(3)]).astype(np.float32)
    mask = np.stack([rng.permutation([True, True, True, False, False]) for _ in range(3)]) | (scores == 0)
    mask[0], mask[1, 1] = scores[0] <= 0, True
    return Case("scores (3, 5) with zeros among them, mask (3, 5)", (scores, mask))


# --- dot_product_attention(query, value, key, scale=None, mask=None) ---


def _cross(rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Draw query (2, 3, 7), value (2, 5, 6), key (2, 5, 7)."""
    return normal(rng, 2, 3, 7), normal(rng, 2, 5, 6), normal(rng, 2, 5, 7)


CROSS = "query (2, 3, 7), value (2, 5, 6), key (2, 5, 7)"


def dot_scaled_by_default(rng: np.random.Generator) -> Case:
    """No scale given: one over the root of the key's width."""
    return Case(CROSS, _cross(rng))


def dot_one_sequence(rng: np.random.Generator) -> Case:
    """A single sequence; all three of one shape, all different: a mixed-up argument shows in the numbers."""
    return Case("query, value and key (1, 5, 7)", tuple(normal(rng, 1, 5, 7) for _ in range(3)))


def dot_own_scale(rng: np.random.Generator) -> Case:
    """Scale as told, not by default."""
    return Case(f"{CROSS}, a scale of its own", (*_cross(rng), float(rng.uniform(0.5, 1.5))))


def dot_scale_zero(rng: np.random.Generator) -> Case:
    """0.0 is a scale like any other: equal weights."""
    return Case(f"{CROSS}, scale 0.0", (*_cross(rng), 0.0))


def dot_under_padding(rng: np.random.Generator) -> Case:
    """Lengths differ per sample. For one query all scores are near -1000, those of masked keys as well."""
    (query, value, key), mask = _cross(rng), padding_mask(rng, 2, 5)
    key[..., 0] = 50  # the same for every key: it moves all scores of a query alike
    query[..., 0] = 0.02 * query[..., 0]
    query[:, rng.integers(3), 0] = -53
    query[..., 1:] = _calm(query[..., 1:], key[..., 1:], mask, 7**-0.5)
    return Case(f"{CROSS}, mask (2, 1, 5)", (query, value, key, None, mask))


def dot_under_causal_mask(rng: np.random.Generator) -> Case:
    """One sequence, a scale of its own and a causal mask, both by keyword.

    The first query points away from the first key, the only one that it may see: its score is -1.
    """
    query, value, key = normal(rng, 2, 5, 7), normal(rng, 2, 5, 6), normal(rng, 2, 5, 7)
    scale = float(rng.uniform(0.5, 1.5))
    query[:, 0] = -key[:, 0] / (scale * np.sum(key[:, 0] ** 2, axis=-1, keepdims=True))
    query = _calm(query, key, causal_mask(5), scale)
    label = "query and key (2, 5, 7), value (2, 5, 6), a scale of its own, causal mask (5, 5)"
    return Case(label, (query, value, key), {"scale": scale, "mask": causal_mask(5)})


def dot_large_scores(rng: np.random.Generator) -> Case:
    """Scores above 1000: exp overflows without a shift, in float64 too."""
    query, value, key = _cross(rng)
    query, key = (query + 30 * np.sign(query)).astype(np.float32), (key + 15 * np.sign(key)).astype(np.float32)
    key[:, 2] = np.abs(key[:, 2]) * np.sign(query[:, 0])
    return Case(f"{CROSS}, scores above 1000", (query, value, key))


def dot_four_axes(rng: np.random.Generator) -> Case:
    """One axis more in front: heads."""
    arrays = normal(rng, 2, 4, 3, 7), normal(rng, 2, 4, 5, 6), normal(rng, 2, 4, 5, 7)
    return Case("query (2, 4, 3, 7), value (2, 4, 5, 6), key (2, 4, 5, 7)", arrays)


# --- additive_attention(query, value, key, scale) ---


def _scale(rng: np.random.Generator) -> Floats:
    """As many positive as negative numbers, in any order."""
    return np.asarray(np.abs(normal(rng, 4, spread=1.5)) * rng.permutation([1, 1, -1, -1]), np.float32)


def _additive(rng: np.random.Generator) -> tuple[Floats, Floats, Floats, Floats]:
    return normal(rng, 2, 3, 4), normal(rng, 2, 5, 6), normal(rng, 2, 5, 4), _scale(rng)


ADDITIVE = "query (2, 3, 4), value (2, 5, 6), key (2, 5, 4), scale (4,)"


def additive_cross(rng: np.random.Generator) -> Case:
    """Random inputs, random scale."""
    return Case(ADDITIVE, _additive(rng))


def additive_one_sequence(rng: np.random.Generator) -> Case:
    """A single sequence; all three of one shape, all different."""
    arrays = tuple(normal(rng, 1, 5, 4) for _ in range(3))
    return Case("query, value and key (1, 5, 4), scale (4,)", (*arrays, _scale(rng)))


def additive_large_scale(rng: np.random.Generator) -> Case:
    """Scores above 1000, one key far ahead of the others: exp overflows without a shift, in float64 too."""
    query, value, key, scale = _additive(rng)
    scale = (scale + 350 * np.sign(scale)).astype(np.float32)
    query, key = np.clip(query, -0.8, 0.8), np.clip(key, -0.6, 0.6)
    key[:, 2] = 3 * np.sign(scale)
    return Case(f"{ADDITIVE}, scores above 1000", (query, value, key, scale))


LOOKUP = (numbers_behind_keys, vectors_behind_keys, whole_number_keys, far_keys)
WEIGHTS = (
    *(weights_of_batches, weights_of_heads, weights_of_large_scores),
    *(weights_under_padding, weights_under_causal_mask, weights_of_whole_scores),
)
DOT = (
    *(dot_scaled_by_default, dot_one_sequence, dot_own_scale, dot_scale_zero),
    *(dot_under_padding, dot_under_causal_mask, dot_large_scores, dot_four_axes),
)
ADD = (additive_cross, additive_one_sequence, additive_large_scale)
HEADS = (heads_without_mask, heads_cross_padding, heads_causal_padding, heads_causal, heads_large_scores)
COSINE = (cosine_of_batches, cosine_without_batch)
PROJECT = (heads_of_batches, heads_as_long_as_the_sequence)

_BOOK = "attention"
_KERAS = "attention_keras"
_ONE_OF_FOUR = Form("option", options=("a", "b", "c", "d"))
_SOME_OF_FOUR = Form("options", options=("a", "b", "c", "d"))
_SOME_OF_FIVE = Form("options", options=("a", "b", "c", "d", "e"))
_ONE_OUTPUT = Form("model", shape=(None, None, 4))
_CLASSIFIER = Form("model", shape=(None, 3), fields={"input": (None, None, 6)})
_SETS = Form("arrays", fields={"small": (None, 3), "large": (None, 3)})
_SCORES = Form("arrays", fields={"value": (3, 2), "scores_a": (3,), "scores_b": (3,)})
_SHUFFLED = Form("function", fields={"key": (5, 3), "value": (5, 2)}, example=example(key=(5, 3), value=(5, 2)))
_LEAKED = Form("function", fields={"query": (4, None), "key": (4, None), "value": (4, 1)}, example=example(length=4))

EXERCISES: tuple[Exercise, ...] = (
    Exercise("soft_dictionary", "predict", _BOOK, "A dictionary that answers softly", 1, 4, form=Form("number")),
    Exercise("soft_lookup", "stub", _BOOK, "Look a value up softly", 1, 8, cases=LOOKUP),
    Exercise("reachable_targets", "choose", _BOOK, "What a mixture can reach", 2, 5, form=_SOME_OF_FIVE),
    Exercise("cosine_scores", "stub", _BOOK, "Similarity without length", 1, 8, cases=COSINE),
    Exercise("cosine_plot", "choose", _BOOK, "The plot that slopes down", 1, 4, form=_ONE_OF_FOUR),
    Exercise("attention_weights", "stub", _BOOK, "From scores to weights, with a mask", 2, 15, cases=WEIGHTS),
    Exercise("diluted_weight", "predict", _BOOK, "How many keys drown the best one", 2, 8, form=Form("integer")),
    Exercise("attention_shape", "predict", _BOOK, "The shape of what comes out", 1, 3, form=Form("shape")),
    Exercise("dot_product_attention", "stub", _BOOK, "Align, softmax, select", 2, 15, cases=DOT),
    Exercise("additive_attention", "stub", _BOOK, "Alignment by addition", 2, 12, cases=ADD),
    Exercise("shuffled_pairs", "construct", _BOOK, "A shuffle that changes nothing", 1, 6, form=_SHUFFLED),
    Exercise("leaked_position", "construct", _BOOK, "A mask that tells the place", 2, 12, form=_LEAKED),
    Exercise("cannot_count", "construct", _BOOK, "Two sets that look the same", 2, 8, form=_SETS),
    Exercise("two_explanations", "construct", _BOOK, "Two explanations of one answer", 2, 10, form=_SCORES),
    Exercise("project_heads", "stub", _BOOK, "One projection for every head", 2, 10, cases=PROJECT),
    Exercise("multi_head_attention", "stub", _BOOK, "Several heads", 3, 25, cases=HEADS),
    Exercise("silent_bias", "choose", _BOOK, "The bias that nobody hears", 3, 8, form=_ONE_OF_FOUR),
    Exercise("explain_attention", "explain", _BOOK, "Reading a map of weights", 2, 12),
    Exercise("explain_sigmoid_weights", "explain", _BOOK, "A budget, or none", 2, 8),
    Exercise("explain_bag_of_words", "explain", _BOOK, "The dog and the man", 2, 8),
    Exercise("keras_order", "choose", _KERAS, "The order of the arguments", 1, 4, form=_ONE_OF_FOUR),
    Exercise("build_single_head", "keras", _KERAS, "One head from single steps", 2, 12, form=Form("model")),
    Exercise("single_key", "predict", _KERAS, "The example that attends to nothing", 1, 4, form=Form("integer")),
    Exercise("who_scales", "choose", _KERAS, "Who divides by the root", 2, 4, form=_SOME_OF_FOUR),
    Exercise("build_scaled_head", "keras", _KERAS, "`Attention` made to scale", 2, 10, form=_ONE_OUTPUT),
    Exercise("head_parameters", "predict", _KERAS, "Counting the parameters", 2, 6, form=Form("integer")),
    Exercise("build_sequence_classifier", "keras", _KERAS, "Sequences without recurrence", 2, 12, form=_CLASSIFIER),
    *attention_reasoning.EXERCISES,
)

# What the notebook builds a stub from: a wrong helper costs its own points only.
HELPERS = {
    "dot_product_attention": ("attention_weights",),
    "additive_attention": ("attention_weights",),
    "multi_head_attention": ("attention_weights", "dot_product_attention", "project_heads"),
}
