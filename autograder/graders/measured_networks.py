"""The four networks of one size that students build: each is held against its formula in float64.

A network is a handle whose methods run inside the sandbox. Each function raises ``AssertionError`` with a sentence for
the student, and nothing where the network is the one that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.exercises.inductive_bias_measured import BUDGET, BUDGET_SLACK
from autograder.graders.judging import Wrong
from autograder.graders.keras_models import NO_SOFTMAX, alike, relu, softmax
from autograder.references.lstm import EXACT as LSTM
from forwardpass.compare import as_array

Array = npt.NDArray[Any]
Weights = Sequence[Array]
Formula = Callable[[Array, Weights], Array]
ROWS, COLUMNS, CLASSES = 16, 12, 4


def within_budget(model: Any) -> None:
    """Require (batch, 16, 12) in, (batch, 4) out, and 2,340 parameters give or take 2 %."""
    ran(model, np.zeros((2, ROWS, COLUMNS), np.float32))
    count = sum(weight.size for weight in model.get_weights())
    # The count is not repeated: with few possible sentences nothing can be carried out in them.
    assert count <= BUDGET * (1 + BUDGET_SLACK), "The network has too many parameters for the budget."
    assert count >= BUDGET * (1 - BUDGET_SLACK), "The network has too few parameters for the budget."


def ran(model: Any, x: Array) -> Array:
    """Give the network's output for a batch as float64; ``AssertionError`` where it is no (batch, 4) of numbers."""
    array = as_array(model(x))
    assert array is not None and array.dtype.kind in "iuf", "The network's output is no array of real numbers."
    assert array.shape == (len(x), CLASSES), "The output should be (batch, 4): one number for each class."
    assert np.isfinite(array).all(), "The network's output holds values that are not finite."
    return array.astype(np.float64)


def is_dense(model: Any, rng: np.random.Generator) -> None:
    """Require Flatten, Dense with ReLU, Dense with softmax."""
    weights = _redrawn(model, rng, _two_layers, "Flatten and two Dense layers")
    _computes(
        model,
        rng,
        weights,
        _dense,
        {
            "The hidden layer's activation is not ReLU.": partial(_dense, activation=_same),
            NO_SOFTMAX: partial(_dense, last=_same),
        },
    )


def is_convolution(model: Any, rng: np.random.Generator) -> None:
    """Require Conv2D of 3 x 3 with ReLU, the largest match of each filter, Dense with softmax."""
    # The largest of 140 matches is about 2.6: with a bias like that, half of the filters need their ReLU.
    weights = _redrawn(model, rng, _filters, "Conv2D with filters of 3 × 3 on one channel and a Dense layer", -2.6)
    _computes(
        model,
        rng,
        weights,
        _convolution,
        {
            "The matches are averaged: of each filter, the *largest* match should count.": (
                partial(_convolution, pool=np.mean)
            ),
            'The picture is padded: `padding` should be "valid", its default.': (
                lambda x, w: _convolution(np.pad(x, ((0, 0), (1, 1), (1, 1))), w)
            ),
            "The convolution's activation is not ReLU.": partial(_convolution, activation=_same),
            NO_SOFTMAX: partial(_convolution, last=_same),
        },
    )


def is_lstm(model: Any, rng: np.random.Generator) -> None:
    """Require an LSTM over the rows whose last output goes into Dense with softmax."""
    weights = _redrawn(model, rng, _recurrent, "an LSTM over the 16 rows and a Dense layer")
    _computes(
        model,
        rng,
        weights,
        _lstm,
        {
            "The outputs of all steps are averaged: only the last one should count.": (
                partial(_lstm, pool=partial(np.mean, axis=1))
            ),
            "The largest of all steps' outputs counts: it should be the last one.": (
                partial(_lstm, pool=partial(np.max, axis=1))
            ),
            "The rows are read from the last to the first.": lambda x, w: _lstm(x[:, ::-1], w),
            NO_SOFTMAX: partial(_lstm, last=_same),
        },
    )


def is_attention(model: Any, rng: np.random.Generator) -> None:
    """Require that the last row asks all rows: three projections, unscaled attention, Dense with softmax.

    The order of the projections among the weights follows from the order of the student's layers: any will do.
    """
    weights = _redrawn(model, rng, _projections, "three Dense projections of one width and a Dense layer")
    pairs, end = [weights[:2], weights[2:4], weights[4:6]], weights[6:]
    orders = [[*a, *b, *c, *end] for i, a in enumerate(pairs) for b, c in _both(pairs[:i] + pairs[i + 1 :])]
    x = rng.standard_normal((5, ROWS, COLUMNS)).astype(np.float32)
    answer = ran(model, x)
    if any(alike(answer, _attention(x, order)) for order in orders):
        return
    mistakes: dict[str, Formula] = {
        "Every row asks, and the answers are averaged: only the last row should ask.": (
            partial(_attention, asking=slice(None))
        ),
        "The first row asks: it should be the last one.": partial(_attention, asking=slice(0, 1)),
        "The scores are scaled by a constant: `Attention()` does not scale.": (
            partial(_attention, scale=1 / np.sqrt(len(weights[1])))
        ),
        NO_SOFTMAX: partial(_attention, last=_same),
    }
    for sentence, formula in mistakes.items():
        if any(alike(answer, formula(x, order)) for order in orders):
            raise Wrong("With random weights the network gives something else.", sentence)
    raise Wrong("With random weights the network gives something else.")


# --- formulas ---


def _same(z: Array) -> Array:
    return z


def _dense(x: Array, weights: Weights, activation: Any = relu, last: Any = softmax) -> Array:
    k1, b1, k2, b2 = weights
    return np.asarray(last(activation(x.reshape(len(x), -1) @ k1 + b1) @ k2 + b2))


def _convolution(x: Array, weights: Weights, activation: Any = relu, pool: Any = np.max, last: Any = softmax) -> Array:
    k1, b1, k2, b2 = weights
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(1, 2))
    maps = activation(np.einsum("nijkl,klf->nijf", windows, k1[:, :, 0]) + b1)
    return np.asarray(last(pool(maps, axis=(1, 2)) @ k2 + b2))


def _last_step(every: Array) -> Array:
    return every[:, -1]


def _lstm(x: Array, weights: Weights, pool: Any = _last_step, last: Any = softmax) -> Array:
    *cell, k2, b2 = weights
    every = np.asarray(LSTM["lstm"](x, *cell, return_sequences=True).value)
    return np.asarray(last(pool(every) @ k2 + b2))


def _attention(
    x: Array, weights: Weights, asking: slice = slice(-1, None), scale: float = 1.0, last: Any = softmax
) -> Array:
    qk, qb, kk, kb, vk, vb, k2, b2 = weights
    query, key, value = x[:, asking] @ qk + qb, x @ kk + kb, x @ vk + vb
    found = softmax(scale * query @ key.transpose(0, 2, 1)) @ value
    return np.asarray(last(found.mean(axis=1) @ k2 + b2))


# --- weights ---


def _two_layers(shapes: Sequence[tuple[int, ...]]) -> bool:
    hidden = shapes[1][0] if len(shapes) == 4 and len(shapes[1]) == 1 else 0
    return list(shapes) == [(ROWS * COLUMNS, hidden), (hidden,), (hidden, CLASSES), (CLASSES,)]


def _filters(shapes: Sequence[tuple[int, ...]]) -> bool:
    filters = shapes[1][0] if len(shapes) == 4 and len(shapes[1]) == 1 else 0
    return list(shapes) == [(3, 3, 1, filters), (filters,), (filters, CLASSES), (CLASSES,)]


def _recurrent(shapes: Sequence[tuple[int, ...]]) -> bool:
    units = shapes[1][0] if len(shapes) == 5 and len(shapes[1]) == 2 else 0
    gates = 4 * units
    return list(shapes) == [(COLUMNS, gates), (units, gates), (gates,), (units, CLASSES), (CLASSES,)]


def _projections(shapes: Sequence[tuple[int, ...]]) -> bool:
    width = shapes[1][0] if len(shapes) == 8 and len(shapes[1]) == 1 else 0
    return list(shapes) == [(COLUMNS, width), (width,)] * 3 + [(width, CLASSES), (CLASSES,)]


def _redrawn(
    model: Any,
    rng: np.random.Generator,
    fits: Callable[[Sequence[tuple[int, ...]]], bool],
    due: str,
    first_bias: float = 0.0,
) -> list[Array]:
    """Give the network random weights, biases included, so that no mistake hides behind a zero."""
    ran(model, np.zeros((2, ROWS, COLUMNS), np.float32))
    shapes = [weight.shape for weight in model.get_weights()]
    # A subclass may have made its output layer first.
    first = 2 if not fits(shapes) and fits([*shapes[2:], *shapes[:2]]) else 0
    shapes = [*shapes[first:], *shapes[:first]]
    assert fits(shapes), f"The weights are not those of {due}."
    # Sums of about 1 through every layer: a saturated softmax would hide what comes before it.
    weights = [
        (rng.standard_normal(shape) / np.sqrt(max(1, np.prod(shape[:-1])) if len(shape) > 1 else 4)).astype(np.float32)
        for shape in shapes
    ]
    weights[1] = (weights[1] + first_bias).astype(np.float32)
    model.set_weights([*weights[len(weights) - first :], *weights[: len(weights) - first]])
    return [weight.astype(np.float64) for weight in weights]


def _computes(
    model: Any, rng: np.random.Generator, weights: list[Array], formula: Formula, mistakes: Mapping[str, Formula]
) -> None:
    x = rng.standard_normal((5, ROWS, COLUMNS)).astype(np.float32)
    answer = ran(model, x)
    if alike(answer, formula(x, weights)):
        return
    hint = next((text for text, wrong in mistakes.items() if alike(answer, wrong(x, weights))), "")
    raise Wrong("With random weights the network gives something else.", hint)


def _both(pair: list[list[Array]]) -> list[tuple[list[Array], list[Array]]]:
    return [(pair[0], pair[1]), (pair[1], pair[0])]
