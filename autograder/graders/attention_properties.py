"""Claims about attention, checked by running what a student constructed or built.

Every function raises ``AssertionError`` with a sentence for the student where the claim does not hold, and guards
against answers that make it hold for no good reason (NaN, huge numbers, rows that are all alike, nothing moved).
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.exercises import attention as ask
from autograder.graders import keras_models
from autograder.graders.judging import Wrong, few
from autograder.references import run
from autograder.references.attention import sequence_classifier, single_head
from forwardpass.compare import as_array, compare
from forwardpass.form import unstacked

Array = npt.NDArray[Any]

MARGIN = 1e-4
"""Outputs further apart than this differ. Keras's rounding on the inputs that the guards let through is ten times
smaller."""
CLASSIFIER: list[list[tuple[int, ...]]] = [[(6, 2, 4), (2, 4)] * 3 + [(2, 4, 6), (6,)], [(6, 3), (3,)]]
"""The weights of MultiHeadAttention with 2 heads of width 4 on 6 features, and those of Dense(3)."""


def arrays(answer: Any, largest: float, **shapes: tuple[int | None, ...]) -> list[Array]:
    """Give the named arrays of an answer (tuple, list, dict or stack) as float64; None in a shape matches any size."""
    if answer is None:
        raise AssertionError("Not answered: there is nothing but None.")
    answer = unstacked(answer, shapes)
    parts = [answer.get(name) for name in shapes] if isinstance(answer, dict) else answer
    if not isinstance(parts, (list, tuple)) or len(parts) != len(shapes):
        raise AssertionError(f"The answer is a tuple: ({', '.join(shapes)}).")
    return [_array(part, name, shape, largest) for part, (name, shape) in zip(parts, shapes.items(), strict=True)]


def _array(given: Any, name: str, shape: tuple[int | None, ...], largest: float) -> Array:
    plain = as_array(given)
    assert plain is not None and plain.dtype.kind in "biuf", f"`{name}` is not an array of numbers."
    few(plain, name)
    array = plain.astype(np.float64)
    fits = array.ndim == len(shape) and all(want in (None, got) for want, got in zip(shape, array.shape, strict=True))
    # The shape that came back is not repeated: it could carry hidden inputs out.
    due = str(shape).replace("None", "any")
    assert fits and array.size, f"`{name}` has another shape than {due}."
    assert np.isfinite(array).all(), f"`{name}` holds NaN or infinity."
    assert np.abs(array).max() <= largest, f"Keep the numbers of `{name}` between -{largest:g} and {largest:g}."
    return array


def _spread(rows: Array) -> float:
    """How far apart the rows are in the coordinate in which they differ most."""
    return float(np.ptp(rows, axis=0).max())


def _output(query: Array, value: Array, key: Array, mask: Array | None = None) -> Array:
    """Unscaled attention."""
    output: Array = run("attention", "dot_product_attention", query, value, key, 1.0, mask)[2]
    return output


# --- constructed answers ---


def shuffles_pairs(key: Array, value: Array, answer: Any, queries: Array) -> None:
    """Require a new order of the same pairs of key (keys, width) and value (keys, value width)."""
    new_key, new_value = arrays(answer, 1e3, key=key.shape, value=value.shape)
    pairs, new_pairs = np.hstack([key, value]), np.hstack([new_key, new_value])
    assert not np.allclose(pairs, new_pairs), "Nothing moved: this is the order that was given."
    assert np.allclose(np.sort(new_pairs, axis=0), np.sort(pairs, axis=0)), (
        "These are not the given rows in another order: whole rows move, their numbers stay."
    )
    assert np.allclose(new_pairs[np.lexsort(new_pairs.T)], pairs[np.lexsort(pairs.T)]), (
        "A key has lost its value: keys and values must move together."
    )
    change = _output(queries, value, key) - _output(queries, new_value, new_key)
    assert np.abs(change).max() <= MARGIN, "The outputs changed."


def leaks_position(length: int, answer: Any) -> None:
    """Tokens 2, 3, ... are the same, and yet the output at place t under a causal mask is 1/t."""
    query, key, value = arrays(answer, 20, query=(length, None), key=(length, None), value=(length, 1))
    assert query.shape == key.shape, "`query` and `key` need the same width."
    for name, rows in (("query", query), ("key", key), ("value", value)):
        assert _spread(rows[1:]) == 0, (
            f"The rows of `{name}` after the first differ: then the tokens tell their place, not the mask."
        )
    wanted = 1 / np.arange(1, length + 1)
    right = np.abs(_output(query, value, key, ask.causal_mask(length))[:, 0] - wanted) <= MARGIN
    assert right.all(), (
        f"At place {np.argmin(right) + 1} the output under a causal mask is not 1/{np.argmin(right) + 1}."
    )


def cannot_count(answer: Any, queries: Array) -> None:
    """Two sets of different size, each its own keys and values, that no query (queries, 3) tells apart."""
    # Long vectors would let softmax pick a winner, and then anything beside the winner goes unnoticed.
    small, large = arrays(answer, 3, small=(None, 3), large=(None, 3))
    assert len(small) != len(large), "The two sets have the same size: then there is nothing to count."
    for name, tokens in (("small", small), ("large", large)):
        assert _spread(tokens) >= 0.1, f"`{name}` needs at least two tokens that differ by 0.1 or more."
    change = _output(queries, small, small) - _output(queries, large, large)
    assert np.abs(change).max() <= MARGIN, "There is a query for which the two sets give different outputs."


def explains_twice(answer: Any) -> None:
    """Weights that differ by 0.2 or more, over three different values, and one output."""
    value, scores_a, scores_b = arrays(answer, 10, value=(3, 2), scores_a=(3,), scores_b=(3,))
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert _spread(value[[i, j]]) >= 0.1, f"Values {i + 1} and {j + 1} are (nearly) the same."
    weights_a, weights_b = (run("attention", "attention_weights", scores[None])[0] for scores in (scores_a, scores_b))
    assert np.abs(weights_a - weights_b).max() >= 0.2, (
        "The two weight vectors are nowhere 0.2 apart. Adding one number to all scores changes no weight."
    )
    assert np.abs((weights_a - weights_b) @ value).max() <= MARGIN, "The two outputs differ."


# --- built models ---


def has_three_projections(model: Any) -> None:
    """Require inputs [query, value, key] of any length and width 32, and kernel (32, 4) and bias (4,) three times."""
    said = keras_models.declared(model, "input_shape")
    assert said is None or _shapes(said) == [(None, None, 32)] * 3, (
        "The model needs three inputs (length, 32), the length left open: None."
    )
    keras_models.takes(model, *[(None, None, 32)] * 3)
    due = [(4,)] * 3 + [(32, 4)] * 3
    if sorted(_shapes(w.shape for w in model.get_weights())) != due:
        hint = "A learnt scale counts as a weight too." if len(model.get_weights()) == 7 else ""
        raise Wrong("The parameters are not those of three Dense(4) layers: one each for query, value and key.", hint)


def attends_with_one_head(
    model: Any, rng: np.random.Generator, lengths: tuple[int, int], scale: float, parts: int
) -> None:
    """With random weights the model gives [scores, weights, output] (parts 3) or the output alone (parts 1).

    The order of a model's weights follows from the order of its layers, which is the student's choice: the three
    projections are accepted in any order.
    """
    has_three_projections(model)
    shapes = [w.shape for w in model.get_weights()]
    weights = [rng.normal(0, 0.3, shape).astype(np.float32) for shape in shapes]
    model.set_weights(weights)
    kernels, biases = ([w for w in weights if w.ndim == n] for n in (2, 1))
    queries, keys = lengths
    query, value, key = (rng.standard_normal((3, n, 32)).astype(np.float32) for n in (queries, keys, keys))
    answer = model([query, value, key])

    def fits(query: Array, value: Array, key: Array, scale: float = scale) -> str:
        """Give nothing where some order of the projections explains the answer, otherwise what differs."""
        told = ""
        for order in permutations(zip(kernels, biases, strict=True)):
            due = single_head(query, value, key, [each for pair in order for each in pair], scale)
            right, bound = (due.value, due.bound) if parts == 3 else (due.value[-1], due.bound[-1])
            difference = compare(answer, right, bound, reveal=False)
            if difference is None:
                return ""
            told = difference.message
        return told

    told = fits(query, value, key)
    if not told:
        return
    hint = _over_queries(answer) if parts == 3 else ""
    if not fits(query, key, value):
        hint = "Value and key have changed places: Keras takes [query, value, key]."
    elif not fits(query, value, key, scale=0.5 if scale == 1 else 1.0):
        hint = "This head should not scale." if scale == 1 else "The scores are not scaled: Attention does not do it."
    raise Wrong(f"With random weights the model gives something else: {told}", hint)


def _over_queries(answer: Any) -> str:
    """What to say where the second of three outputs sums to 1 over the queries rather than over the keys."""
    weights = as_array(answer[1]) if isinstance(answer, (tuple, list)) and len(answer) == 3 else None
    if weights is None or weights.ndim != 3 or weights.dtype.kind != "f" or not np.isfinite(weights).all():
        return ""
    columns, rows = (np.abs(weights.sum(axis=axis) - 1).max() for axis in (1, 2))
    return "Softmax runs over the queries: the weights of one query should sum to 1." if columns < 1e-3 < rows else ""


def has_the_parts_of_a_classifier(model: Any) -> None:
    """Require (steps, 6) in, 3 probabilities out, the weights of MultiHeadAttention(2, 4) and Dense(3)."""
    said = keras_models.declared(model, "input_shape")
    assert said is None or _shapes([said]) == [(None, None, 6)], "The input is (steps, 6), the steps left open."
    given = as_array(keras_models.takes(model, (None, None, 6)))
    assert given is not None and given.shape == (2, 3), "The output has one probability for each of 3 classes."
    assert keras_models.holds(model, CLASSIFIER), (
        "The parameters are not those of MultiHeadAttention with 2 heads of width 4, followed by Dense(3)."
    )


def classifies_sequences(model: Any, rng: np.random.Generator, steps: int) -> None:
    """With random weights the probabilities are those of self-attention, mean over time and softmax."""
    has_the_parts_of_a_classifier(model)
    blocks = [[rng.normal(0, 0.5, shape).astype(np.float32) for shape in block] for block in CLASSIFIER]
    keras_models.give(model, blocks)
    weights = [weight for block in blocks for weight in block]
    x = rng.standard_normal((5, steps, 6)).astype(np.float32)
    answer, due = model(x), sequence_classifier(x, weights)
    difference = compare(answer, due.value, due.bound, reveal=False)
    if difference is None:
        return
    hint = ""
    rows = as_array(answer)
    if (
        rows is not None
        and rows.dtype.kind in "biuf"
        and rows.shape == due.value.shape
        and np.abs(rows.sum(axis=1) - 1).max() > 1e-3
    ):
        hint = "The rows do not sum to 1: which activation gives a distribution over classes?"
    raise Wrong(f"With random weights the model gives something else: {difference.message}", hint)


def _shapes(shapes: Any) -> list[tuple[Any, ...]]:
    """Shapes as plain tuples; nothing where a model with another number of inputs gives something else."""
    try:
        return [tuple(shape) for shape in shapes]
    except TypeError:
        return []
