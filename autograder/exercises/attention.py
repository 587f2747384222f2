"""What the assignment on attention asks, and with which inputs.

Axes are named the same everywhere: batch, queries, keys, width (of queries and keys), value width, heads, size (of one
head). No two dimensions of a case are equal unless the case is about a layer on one sequence. Masks are boolean, True
means attend, and every query may attend to at least one key. Scores under a mask stay small, so that a mask applied
after the softmax, with renormalisation, is right too.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from autograder.exercises.model import Case, Exercise, Form, example

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


def _normal(rng: np.random.Generator, *shape: int, spread: float = 1.0) -> Floats:
    return (spread * rng.standard_normal(shape)).astype(np.float32)


def padding_mask(rng: np.random.Generator, batch: int, keys: int) -> Mask:
    """(batch, 1, keys): True before the end of each sequence; the lengths differ and leave at least two keys."""
    lengths = rng.permutation(np.arange(2, keys + 1))[:batch]
    return np.asarray(np.arange(keys) < lengths[:, None])[:, None, :]


def causal_mask(length: int) -> Mask:
    """(length, length): True on and below the diagonal."""
    return np.tril(np.ones((length, length), dtype=np.bool_))


# --- soft_lookup(query, keys, values) ---


def numbers_behind_keys(rng: np.random.Generator) -> Case:
    """Values are plain numbers."""
    return Case("query (3,), 5 keys, values (5,)", (_normal(rng, 3), _normal(rng, 5, 3), _normal(rng, 5)))


def vectors_behind_keys(rng: np.random.Generator) -> Case:
    """Values are vectors."""
    return Case("query (4,), 6 keys, values (6, 2)", (_normal(rng, 4), _normal(rng, 6, 4), _normal(rng, 6, 2)))


def far_keys(rng: np.random.Generator) -> Case:
    """Similarities of about 120, two of them close: exp overflows in float32 without a shift."""
    query, keys = _normal(rng, 4), _normal(rng, 6, 4)
    direction = query / np.sum(query**2)
    keys[1], keys[4] = 120 * direction, 119.5 * direction
    return Case("query (4,), 6 keys, similarities up to 120", (query, keys, _normal(rng, 6, 2)))


def whole_number_keys(rng: np.random.Generator) -> Case:
    """Keys and values are integers, as in the soft dictionary of the notebook."""
    keys, values = rng.integers(-2, 3, (5, 3)), 5 + 11 * rng.permutation(np.arange(-9, 10))[:5]
    return Case("query (3,), 5 integer keys and values", (_normal(rng, 3), keys, values))


# --- cosine_scores(query, key) ---


def cosine_of_batches(rng: np.random.Generator) -> Case:
    """Vectors of very different lengths."""
    query, key = _normal(rng, 2, 3, 4), _normal(rng, 2, 5, 4)
    query *= rng.uniform(0.2, 20, (2, 3, 1)).astype(np.float32)
    key *= rng.uniform(0.2, 20, (2, 5, 1)).astype(np.float32)
    return Case("query (2, 3, 4), key (2, 5, 4)", (query, key))


def cosine_without_batch(rng: np.random.Generator) -> Case:
    """Two plain sets of vectors."""
    return Case("query (3, 6), key (5, 6)", (_normal(rng, 3, 6, spread=3), _normal(rng, 5, 6, spread=3)))


# --- attention_weights(scores, mask=None) ---


def weights_of_batches(rng: np.random.Generator) -> Case:
    """Scores of a batch, no mask."""
    return Case("scores (2, 3, 5)", (_normal(rng, 2, 3, 5, spread=2),))


def weights_of_heads(rng: np.random.Generator) -> Case:
    """Scores with an axis more: softmax belongs to the last one."""
    return Case("scores (2, 3, 4, 5)", (_normal(rng, 2, 3, 4, 5, spread=2),))


def weights_of_large_scores(rng: np.random.Generator) -> Case:
    """Rows of scores near 1000, 0 and -1000."""
    level = rng.permutation([-1000, 0, 1000]).reshape(1, 3, 1)
    return Case("scores (2, 3, 5), rows near 1000, 0 and -1000", ((_normal(rng, 2, 3, 5) + level).astype(np.float32),))


def weights_under_padding(rng: np.random.Generator) -> Case:
    """Lengths differ per sample: padding (2, 1, 5)."""
    return Case("scores (2, 3, 5), mask (2, 1, 5)", (_normal(rng, 2, 3, 5, spread=2), padding_mask(rng, 2, 5)))


def weights_under_causal_mask(rng: np.random.Generator) -> Case:
    """One causal mask (6, 6) broadcasts over batch and heads."""
    return Case("scores (2, 3, 6, 6), causal mask (6, 6)", (_normal(rng, 2, 3, 6, 6, spread=2), causal_mask(6)))


def weights_of_whole_scores(rng: np.random.Generator) -> Case:
    """Scores that are exactly 0 are allowed to be attended to: 0 does not mean masked."""
    scores = np.stack([rng.permutation([-2, -1, 0, 1, 2]) for _ in range(3)]).astype(np.float32)
    mask = np.stack([rng.permutation([True, True, True, False, False]) for _ in range(3)])
    return Case("scores (3, 5) with zeros among them, mask (3, 5)", (scores, mask | (scores == 0)))


# --- dot_product_attention(query, value, key, scale=None, mask=None) ---


def _cross(rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Draw query (2, 3, 7), value (2, 5, 6), key (2, 5, 7)."""
    return _normal(rng, 2, 3, 7), _normal(rng, 2, 5, 6), _normal(rng, 2, 5, 7)


CROSS = "query (2, 3, 7), value (2, 5, 6), key (2, 5, 7)"


def dot_scaled_by_default(rng: np.random.Generator) -> Case:
    """No scale given: one over the root of the key's width."""
    return Case(CROSS, _cross(rng))


def dot_one_sequence(rng: np.random.Generator) -> Case:
    """All three of one shape, all different: a mixed-up argument shows in the numbers."""
    return Case("query, value and key (2, 5, 7)", tuple(_normal(rng, 2, 5, 7) for _ in range(3)))


def dot_own_scale(rng: np.random.Generator) -> Case:
    """Scale as told, not by default."""
    return Case(f"{CROSS}, a scale of its own", (*_cross(rng), float(rng.uniform(0.5, 1.5))))


def dot_scale_zero(rng: np.random.Generator) -> Case:
    """0.0 is a scale like any other: equal weights."""
    return Case(f"{CROSS}, scale 0.0", (*_cross(rng), 0.0))


def dot_under_padding(rng: np.random.Generator) -> Case:
    """Lengths differ per sample."""
    return Case(f"{CROSS}, mask (2, 1, 5)", (*_cross(rng), None, padding_mask(rng, 2, 5)))


def dot_under_causal_mask(rng: np.random.Generator) -> Case:
    """One sequence, causal mask by keyword."""
    arrays = _normal(rng, 2, 5, 7), _normal(rng, 2, 5, 6), _normal(rng, 2, 5, 7)
    return Case("query and key (2, 5, 7), value (2, 5, 6), causal mask (5, 5)", arrays, {"mask": causal_mask(5)})


def dot_large_scores(rng: np.random.Generator) -> Case:
    """Scores of some hundreds: exp overflows in float32 without a shift."""
    query, value, key = _cross(rng)
    query, key = (query + 15 * np.sign(query)).astype(np.float32), (key + 5 * np.sign(key)).astype(np.float32)
    key[:, 2] = np.abs(key[:, 2]) * np.sign(query[:, 0])
    return Case(f"{CROSS}, scores of some hundreds", (query, value, key))


def dot_four_axes(rng: np.random.Generator) -> Case:
    """One axis more in front: heads."""
    arrays = _normal(rng, 2, 4, 3, 7), _normal(rng, 2, 4, 5, 6), _normal(rng, 2, 4, 5, 7)
    return Case("query (2, 4, 3, 7), value (2, 4, 5, 6), key (2, 4, 5, 7)", arrays)


# --- additive_attention(query, value, key, scale) ---


def _additive(rng: np.random.Generator) -> tuple[Floats, Floats, Floats, Floats]:
    return _normal(rng, 2, 3, 4), _normal(rng, 2, 5, 6), _normal(rng, 2, 5, 4), _normal(rng, 4, spread=1.5)


ADDITIVE = "query (2, 3, 4), value (2, 5, 6), key (2, 5, 4), scale (4,)"


def additive_cross(rng: np.random.Generator) -> Case:
    """Random inputs, random scale."""
    return Case(ADDITIVE, _additive(rng))


def additive_one_sequence(rng: np.random.Generator) -> Case:
    """All three of one shape, all different."""
    arrays = tuple(_normal(rng, 2, 5, 4) for _ in range(3))
    return Case("query, value and key (2, 5, 4), scale (4,)", (*arrays, _normal(rng, 4, spread=1.5)))


def additive_large_scale(rng: np.random.Generator) -> Case:
    """Scores of some hundreds: exp overflows in float32 without a shift."""
    query, value, key, scale = _additive(rng)
    scale = (scale + 90 * np.sign(scale)).astype(np.float32)
    key[:, 2] = 3 * np.sign(scale)
    return Case(f"{ADDITIVE}, scores of some hundreds", (query, value, key, scale))


# --- project_heads(x, kernel, bias) ---


def heads_of_batches(rng: np.random.Generator) -> Case:
    """Different widths, random bias."""
    args = _normal(rng, 2, 5, 7), _normal(rng, 7, 3, 4, spread=0.5), _normal(rng, 3, 4)
    return Case("x (2, 5, 7), kernel (7, 3, 4), bias (3, 4)", args)


def heads_as_long_as_the_sequence(rng: np.random.Generator) -> Case:
    """As many heads as places: axes in the wrong order keep the right shape."""
    args = _normal(rng, 2, 3, 7), _normal(rng, 7, 3, 4, spread=0.5), _normal(rng, 3, 4)
    return Case("x (2, 3, 7), kernel (7, 3, 4), bias (3, 4): as many heads as places", args)


# --- multi_head_attention(query, value, key, kernels and biases, mask=None) ---


def _kernels(
    rng: np.random.Generator, widths: tuple[int, int, int], heads: int, size: int, value_size: int, output: int
) -> tuple[Floats, ...]:
    """Kernel and bias of query, key, value and output; ``widths`` are those of query, key and value."""
    arrays: list[Floats] = []
    for width, each in zip(widths, (size, size, value_size), strict=True):
        arrays += [_normal(rng, width, heads, each, spread=1.5 / width**0.5), _normal(rng, heads, each, spread=0.5)]
    spread = 1 / (heads * value_size) ** 0.5
    return (*arrays, _normal(rng, heads, value_size, output, spread=spread), _normal(rng, output, spread=0.5))


def heads_cross_padding(rng: np.random.Generator) -> Case:
    """3 queries, 5 keys, 2 heads of size 6, every width its own, a padding mask that differs per sample."""
    inputs = _normal(rng, 4, 3, 12), _normal(rng, 4, 5, 9), _normal(rng, 4, 5, 7)
    label = "query (4, 3, 12), value (4, 5, 9), key (4, 5, 7), 2 heads of sizes 6 and 8, mask (4, 1, 5)"
    return Case(label, (*inputs, *_kernels(rng, (12, 7, 9), 2, 6, 8, 10), padding_mask(rng, 4, 5)))


def heads_causal_padding(rng: np.random.Generator) -> Case:
    """5 x 5, 3 heads, causal and padding mask together."""
    inputs = tuple(_normal(rng, 2, 5, 12) for _ in range(3))
    mask = causal_mask(5) & padding_mask(rng, 2, 5)
    label = "query, value and key (2, 5, 12), 3 heads of size 4, mask (2, 5, 5)"
    return Case(label, (*inputs, *_kernels(rng, (12, 12, 12), 3, 4, 4, 12)), {"mask": mask})


def heads_without_mask(rng: np.random.Generator) -> Case:
    """As many heads as places, no mask."""
    inputs = tuple(_normal(rng, 2, 3, 12) for _ in range(3))
    label = "query, value and key (2, 3, 12), 3 heads of size 4"
    return Case(label, (*inputs, *_kernels(rng, (12, 12, 12), 3, 4, 4, 12)))


def heads_large_scores(rng: np.random.Generator) -> Case:
    """Scores of some hundreds: exp overflows in float32 without a shift."""
    inputs = tuple(_normal(rng, 2, 5, 12) for _ in range(3))
    kernels = list(_kernels(rng, (12, 12, 12), 3, 4, 4, 12))
    kernels[1] = (kernels[1] + 20 * np.sign(kernels[1])).astype(np.float32)
    kernels[2] = (10 * kernels[2]).astype(np.float32)
    return Case("query, value and key (2, 5, 12), 3 heads of size 4, scores of some hundreds", (*inputs, *kernels))


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
HEADS = (heads_without_mask, heads_cross_padding, heads_causal_padding, heads_large_scores)
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
    Exercise("keras_order", "choose", _KERAS, "The order of the arguments", 1, 4, form=_ONE_OF_FOUR),
    Exercise("build_single_head", "keras", _KERAS, "One head from single steps", 2, 12, form=Form("model")),
    Exercise("single_key", "predict", _KERAS, "The example that attends to nothing", 1, 4, form=Form("integer")),
    Exercise("who_scales", "choose", _KERAS, "Who divides by the root", 2, 4, form=_SOME_OF_FOUR),
    Exercise("build_scaled_head", "keras", _KERAS, "`Attention` made to scale", 2, 10, form=_ONE_OUTPUT),
    Exercise("head_parameters", "predict", _KERAS, "Counting the parameters", 2, 6, form=Form("integer")),
    Exercise("build_sequence_classifier", "keras", _KERAS, "Sequences without recurrence", 2, 12, form=_CLASSIFIER),
)

# What the notebook builds a stub from: a wrong helper costs its own points only.
HELPERS = {
    "dot_product_attention": ("attention_weights",),
    "additive_attention": ("attention_weights",),
    "multi_head_attention": ("attention_weights", "dot_product_attention", "project_heads"),
}
