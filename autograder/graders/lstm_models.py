"""The students' Keras models, checked on shapes, weights and outputs.

A model is a handle whose methods run inside the sandbox: only shapes, weights and arrays come out. What its outputs
must be is computed here, from the same weights, by the float64 formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.graders import keras_models
from autograder.graders.judging import Wrong
from autograder.graders.keras_models import deciding
from autograder.references.bounds import contraction_bound
from autograder.references.lstm import EXACT
from autograder.sandbox import Raised
from forwardpass.compare import as_array, compare

Array = npt.NDArray[Any]
Shape = tuple[int | None, ...]
Size = tuple[int, ...]

LSTM_DENSE = [(32, 32), (8, 32), (32,), (8, 2), (2,)]
TRANSLATOR = [(5, 24), (6, 24), (24,), (3, 24), (6, 24), (24,), (6, 2), (2,)]


def shapes(model: Any, inputs: list[Shape], outputs: list[Shape], weights: Sequence[Size]) -> None:
    """Raise ``AssertionError`` unless inputs, outputs and weights have these shapes."""
    said = keras_models.declared(model, "input_shape")
    # What a model says of itself is not repeated: between checks it could keep hidden inputs and carry them out.
    assert said is None or _input_shapes(said) == inputs, f"the model's input should have shape {_named(inputs)}."
    batch = outputs[0][0] or 1
    x = [np.zeros([batch, *(side or 1 for side in shape[1:])], np.float32) for shape in inputs]
    try:
        answer = model(x if len(x) > 1 else x[0])
    except Raised:
        raise Wrong(f"the model fails when it is called on an input of shape {_named(inputs)}.") from None
    held = [tuple(np.shape(weight)) for weight in model.get_weights()]
    assert sorted(held) == sorted(weights), (
        f"the model should have {_count(weights)} weights in {len(weights)} arrays. "
        "Is there a layer too many or too few, or one with other units?"
    )
    given = [_shape(part) for part in _outputs(answer)]
    assert given == outputs, f"the model's output should have shape {_named(outputs)}."


def last(model: Any, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless the outputs are those of LSTM(8) and a linear Dense(2)."""
    x = _normal(rng, 4, 3, 32)
    weights = _fresh(model, LSTM_DENSE, rng, x)
    every = EXACT["lstm"](x, *weights[:3], return_sequences=True)
    mistakes = deciding({"": every.value[:, -1], **_other_reductions(every.value)}, *weights[3:])
    _same(model(x), *_dense(EXACT["lstm"](x, *weights[:3]), weights[3:]), mistakes)


def every(model: Any, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless every timestep's output goes through the same linear Dense(2)."""
    x = _normal(rng, 4, 3, 32)
    weights = _fresh(model, LSTM_DENSE, rng, x)
    due = EXACT["lstm"](x, *weights[:3], return_sequences=True)
    backwards = np.asarray(EXACT["lstm"](x[:, ::-1], *weights[:3], return_sequences=True).value)
    hidden = {
        "": due.value,
        "The timesteps are read from the last to the first.": backwards,
        "The last output is repeated: `return_sequences=True` gives the output of every timestep.": np.repeat(
            due.value[:, -1:], 3, axis=1
        ),
    }
    _same(model(x), *_dense(due, weights[3:]), deciding(hidden, *weights[3:]))


def states(model: Any, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless the outputs are the last output, h and c."""
    x = _normal(rng, 4, 3, 32)
    weights = _fresh(model, LSTM_DENSE[:3], rng, x)
    expected = EXACT["lstm"](x, *weights, return_state=True)
    given = _outputs(model(x))
    if len(given) == 3 and compare(given[1], expected.value[2], expected.bound[2]) is None:
        raise AssertionError("the second output is c. Keras returns output, h, c.")
    _same(given, expected.value, expected.bound)


def translator(model: Any, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless the decoder starts from the encoder's h and c and every step has its output."""
    source, target = _normal(rng, 2, 7, 5), _normal(rng, 2, 4, 3)
    weights = _fresh(model, TRANSLATOR, rng, [source, target])
    encoder, decoder, dense = weights[:3], weights[3:6], weights[6:]
    _, h, c = EXACT["lstm"](source, *encoder, return_state=True).value
    decoded = EXACT["lstm"](target, *decoder, (h, c), return_sequences=True)
    value, bound = _dense(decoded, dense)
    zeros = np.zeros_like(h)
    starts = {
        "The decoder starts from h and c in the wrong order: initial_state=[h, c].": (c, h),
        "The decoder starts from h twice: c is lost.": (h, h),
        "The decoder starts from h alone: c is lost.": (h, zeros),
        "The decoder starts from zeros: `initial_state` belongs to the call of the layer.": (zeros, zeros),
    }
    hidden = {"": decoded.value} | {
        sentence: np.asarray(EXACT["lstm"](target, *decoder, start, return_sequences=True).value)
        for sentence, start in starts.items()
    }
    # The encoder's own rounding errors enter the decoder as its start; its gates pass them on no larger than they came.
    _same(model([source, target]), value, bound + 64 * 2.0**-24, deciding(hidden, *dense))


def _other_reductions(every: Array) -> dict[str, Array]:
    return {
        "The outputs of all timesteps are averaged: only the last one should count.": every.mean(axis=1),
        "The first timestep's output is taken, not the last one's.": every[:, 0],
    }


def translator_reads_source(model: Any, rng: np.random.Generator) -> None:
    """Raise ``AssertionError`` unless every output depends on the source."""
    target = _normal(rng, 2, 4, 3)
    _fresh(model, TRANSLATOR, rng, [_normal(rng, 2, 7, 5), target])
    one, other = (as_array(_outputs(model([_normal(rng, 2, 7, 5), target]))[0]) for _ in range(2))
    assert one is not None and other is not None and one.dtype.kind in "iuf" and other.dtype.kind in "iuf", (
        "the model gives something that is no array of real numbers."
    )
    assert one.shape == other.shape == (2, 4, 2) and np.all(np.abs(one - other).max(axis=-1) > 1e-6), (
        "the outputs do not depend on the source. What does the decoder start from?"
    )


def _normal(rng: np.random.Generator, *shape: int) -> Array:
    return rng.standard_normal(shape).astype(np.float32)


def _fresh(model: Any, shapes: Sequence[Size], rng: np.random.Generator, x: Any) -> list[Array]:
    """Random weights, set in the model; biases included, so that none of them can hide.

    ``x`` is what the model is called on first: that makes the weights of a subclass.
    """
    model(x)
    blocks = [shapes[:3], shapes[3:]] if len(shapes) <= 5 else [shapes[:3], shapes[3:6], shapes[6:]]
    blocks = [block for block in blocks if block]
    assert keras_models.holds(model, blocks), "the model has other weights than those asked for; see the other check."
    weights = [[0.5 * _normal(rng, *shape) for shape in block] for block in blocks]
    keras_models.give(model, weights)
    return [weight for block in weights for weight in block]


def _dense(hidden: Any, weights: Sequence[Array]) -> tuple[Array, Array]:
    """A linear dense layer on an LSTM's output, and its bound."""
    kernel, bias = (np.asarray(weight, np.float64) for weight in weights)
    magnitude = np.abs(hidden.value) @ np.abs(kernel) + np.abs(bias)
    return hidden.value @ kernel + bias, hidden.bound @ np.abs(kernel) + contraction_bound(magnitude, len(kernel))


def _same(answer: Any, value: Any, bound: Any, mistakes: Mapping[str, Array] = MappingProxyType({})) -> None:
    keras_models.gives(answer, value, bound, mistakes)


def _outputs(answer: Any) -> list[Any]:
    if isinstance(answer, dict):
        return list(answer.values()) or [answer]
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
