"""The students' Keras models, checked on shapes, weights and outputs.

A model is a handle whose methods run inside the sandbox: only shapes, weights and arrays come out. What its outputs
must be is computed here, from the same weights, by the float64 formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.references.bounds import contraction_bound
from autograder.references.lstm import EXACT
from forwardpass.compare import as_array, compare

Array = npt.NDArray[Any]
Shape = tuple[int | None, ...]
Size = tuple[int, ...]

LSTM_DENSE = [(32, 32), (8, 32), (32,), (8, 2), (2,)]
TRANSLATOR = [(5, 24), (6, 24), (24,), (3, 24), (6, 24), (24,), (6, 2), (2,)]


def shapes(model: Any, inputs: list[Shape], outputs: list[Shape], weights: Sequence[Size]) -> None:
    """Raise ``AssertionError`` unless inputs, outputs and weights have these shapes."""
    got = _input_shapes(model.value("input_shape"))
    # What a model says of itself is not repeated: between checks it could keep hidden inputs and carry them out.
    assert got == inputs, f"the model's input should have shape {_named(inputs)}."
    held = [tuple(np.shape(weight)) for weight in model.get_weights()]
    assert sorted(held) == sorted(weights), (
        f"the model should have {_count(weights)} weights in {len(weights)} arrays. "
        "Is there a layer too many or too few, or one with other units?"
    )
    batch = outputs[0][0] or 1
    x = [np.zeros([batch, *(side or 1 for side in shape[1:])], np.float32) for shape in inputs]
    given = [_shape(part) for part in _outputs(model(x if len(x) > 1 else x[0]))]
    assert given == outputs, f"the model's output should have shape {_named(outputs)}."


def last(model: Any, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless the outputs are those of LSTM(8) and a linear Dense(2)."""
    weights, x = _fresh(model, LSTM_DENSE, rng), _normal(rng, 4, 3, 32)
    _same(model(x), *_dense(EXACT["lstm"](x, *weights[:3]), weights[3:]))


def every(model: Any, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless every timestep's output goes through the same linear Dense(2)."""
    weights, x = _fresh(model, LSTM_DENSE, rng), _normal(rng, 4, 3, 32)
    _same(model(x), *_dense(EXACT["lstm"](x, *weights[:3], return_sequences=True), weights[3:]))


def states(model: Any, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless the outputs are the last output, h and c."""
    weights, x = _fresh(model, LSTM_DENSE[:3], rng), _normal(rng, 4, 3, 32)
    expected = EXACT["lstm"](x, *weights, return_state=True)
    given = _outputs(model(x))
    if len(given) == 3 and compare(given[1], expected.value[2], expected.bound[2]) is None:
        raise AssertionError("the second output is c. Keras returns output, h, c.")
    _same(given, expected.value, expected.bound)


def translator(model: Any, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless the decoder starts from the encoder's h and c and every step has its output."""
    weights = _fresh(model, TRANSLATOR, rng)
    source, target = _normal(rng, 2, 7, 5), _normal(rng, 2, 4, 3)
    first, second = weights[:3], weights[3:6]
    encoder, decoder = (first, second) if first[0].shape[0] == 5 else (second, first)
    _, h, c = EXACT["lstm"](source, *encoder, return_state=True).value
    decoded = EXACT["lstm"](target, *decoder, (h, c), return_sequences=True)
    value, bound = _dense(decoded, weights[6:])
    # The encoder's own rounding errors enter the decoder as its start; its gates pass them on no larger than they came.
    _same(model([source, target]), value, bound + 64 * 2.0**-24)


def translator_reads_source(model: Any, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless every output depends on the source."""
    _fresh(model, TRANSLATOR, rng)
    target = _normal(rng, 2, 4, 3)
    one, other = (as_array(_outputs(model([_normal(rng, 2, 7, 5), target]))[0]) for _ in range(2))
    assert one is not None and other is not None and one.dtype.kind in "iuf" and other.dtype.kind in "iuf", (
        "the model gives something that is no array of real numbers."
    )
    assert one.shape == other.shape == (2, 4, 2) and np.all(np.abs(one - other).max(axis=-1) > 1e-6), (
        "the outputs do not depend on the source. What does the decoder start from?"
    )


def _normal(rng: np.random.Generator, *shape: int) -> Array:
    return rng.standard_normal(shape).astype(np.float32)


def _fresh(model: Any, shapes: Sequence[Size], rng: np.random.Generator) -> list[Array]:
    """Random weights, set in the model; biases included, so that none of them can hide."""
    held = [tuple(np.shape(weight)) for weight in model.get_weights()]
    # Of two LSTMs either may be listed first.
    orders = [list(shapes), [*shapes[3:6], *shapes[:3], *shapes[6:]]]
    assert held in orders, "the model has other weights than those asked for; see the other check."
    weights = [0.5 * _normal(rng, *shape) for shape in held]
    model.set_weights(weights)
    return weights


def _dense(hidden: Any, weights: Sequence[Array]) -> tuple[Array, Array]:
    """A linear dense layer on an LSTM's output, and its bound."""
    kernel, bias = (np.asarray(weight, np.float64) for weight in weights)
    magnitude = np.abs(hidden.value) @ np.abs(kernel) + np.abs(bias)
    return hidden.value @ kernel + bias, hidden.bound @ np.abs(kernel) + contraction_bound(magnitude, len(kernel))


def _same(answer: Any, value: Any, bound: Any) -> None:
    difference = compare(answer, value, bound, name="the model's output", reveal=False)
    assert difference is None, difference.message


def _outputs(answer: Any) -> list[Any]:
    if isinstance(answer, dict):
        return list(answer.values())
    return list(answer) if isinstance(answer, (list, tuple)) and answer else [answer]


def _shape(part: Any) -> Size | None:
    array = as_array(part)
    return None if array is None else array.shape


def _input_shapes(value: Any) -> list[Shape]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], (list, tuple)):
        return [tuple(shape) for shape in value]
    return [tuple(value)] if isinstance(value, (list, tuple)) else []


def _named(shapes: Sequence[Shape]) -> str:
    return " and ".join(map(str, shapes)) or "no known shape"


def _count(shapes: Sequence[Size]) -> int:
    return sum(int(np.prod(shape)) for shape in shapes)
