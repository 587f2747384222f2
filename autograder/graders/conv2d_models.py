"""Keras models that students built, asked for their shapes and for what they compute with weights that we set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder import references
from autograder.exercises import Case
from autograder.graders import keras_models
from autograder.graders.conv2d_properties import CLOSE, numbers
from autograder.references.bounds import contraction_bound, softmax_bound

Array = npt.NDArray[Any]
Size = tuple[int | None, ...]

CLASSIFIER = ((3, 3, 3, 8), (8,), (7200, 2), (2,))
MAPS = ((3, 3, 3, 8), (8,), (3, 3, 8, 16), (16,))
PIXELS = ((1, 1, 3, 8), (8,))


def has_shapes(model: Any, inputs: Size, outputs: Size, weights: tuple[tuple[int, ...], ...] | None = None) -> None:
    """Claim that the model has these shapes, and kernels and biases of these shapes, the layers in any order."""
    keras_models.has_shapes(model, inputs, outputs)
    if weights is not None:
        found = model.get_weights()
        assert len(found) == len(weights), f"The model should have {len(weights)} arrays of weights in all."
        fits = keras_models.holds(model, _layers(weights))
        assert fits, f"The weights should have the shapes {', '.join(map(str, weights))}."


def set_weights(model: Any, weights: list[Array]) -> None:
    """Set kernels and biases, layer by layer."""
    keras_models.give(model, _layers(weights))


def _layers(pairs: Any) -> list[Any]:
    return [pairs[i : i + 2] for i in range(0, len(pairs), 2)]


def drawn(rng: np.random.Generator, sizes: tuple[tuple[int, ...], ...]) -> list[Array]:
    """Draw weights to set, small enough for the sums to stay around 1."""
    return [(rng.uniform(-1, 1, size) / np.sqrt(np.prod(size[:-1]))).astype(np.float32) for size in sizes]


def computes(model: Any, x: Array, due: tuple[Array, Array], mistakes: Mapping[str, Array]) -> None:
    """Claim that the model's output is the value due, within its bound; ``mistakes``: what each of them would give."""
    keras_models.gives(model(x), *due, mistakes)


def sums(x: Array, kernel: Array, bias: Array, **options: Any) -> Array:
    """Give what convolution without ReLU gives."""
    return np.asarray(references.run("conv2d", "conv2d", x.astype(np.float32), kernel, bias, **options))


def conv_relu(x: Array, x_bound: Any, kernel: Array, bias: Array, **options: Any) -> tuple[Array, Array]:
    """Give what convolution and ReLU give, and its bound, where the input is known within ``x_bound``."""
    layer = Case("a layer of a model", (x.astype(np.float32), kernel, bias), options)
    blur = Case("its bound", (np.asarray(x_bound + 0 * x, np.float32), np.abs(kernel), 0 * bias), options)
    value, spread = (references.expected("conv2d", "conv2d", case) for case in (layer, blur))
    return np.maximum(value.value, 0), value.bound + 2 * spread.value


def classified(x: Array, kernel: Array, bias: Array, output_kernel: Array, output_bias: Array) -> tuple[Array, Array]:
    """Give what convolution, ReLU, flatten and a dense softmax layer give, and its bound."""
    hidden, bound = (part.reshape(len(x), -1) for part in conv_relu(x, 0.0, kernel, bias))
    weights = output_kernel.astype(np.float64)
    logits = hidden @ weights + output_bias
    size = hidden @ np.abs(weights) + np.abs(output_bias)
    error = bound @ np.abs(weights) + contraction_bound(size, len(weights))
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True), softmax_bound(logits, error)


def dense_relu(x: Array, kernel: Array, bias: Array) -> tuple[Array, Array]:
    """Give what Dense(relu) gives on the last axis, and its bound."""
    x, kernel, bias = (part.astype(np.float64) for part in (x, kernel, bias))
    size = np.abs(x) @ np.abs(kernel) + np.abs(bias)
    return np.maximum(x @ kernel + bias, 0), contraction_bound(size, len(kernel))


def objects(rng: np.random.Generator) -> Array:
    """Draw three objects of 5 x 5 pixels in the middle of black pictures of 24 x 20, each much brighter."""
    pixels = rng.uniform(0.2, 1.0, (3, 5, 5, 1)) * np.reshape([1.0, 4.0, 16.0], (3, 1, 1, 1))
    return np.pad(pixels, ((0, 0), (9, 10), (7, 8), (0, 0))).astype(np.float32)


def is_invariant(model: Callable[[Array], Any], rng: np.random.Generator, shifts: list[tuple[int, int]]) -> None:
    """Claim that moving the object changes nothing, and another object changes something."""
    pictures = objects(rng)
    before = numbers(model(pictures), (3, 4), "The output")
    scale = np.max(np.abs(before))
    spread = min(np.max(np.abs(before[a] - before[b])) for a, b in ((0, 1), (0, 2), (1, 2)))
    assert spread > CLOSE * scale, "The output is the same whatever the picture shows."
    for shift in shifts:
        after = numbers(model(np.roll(pictures, shift, (1, 2))), (3, 4), "The output")
        same = np.max(np.abs(after - before)) <= 1e-5 * scale + 1e-3 * spread
        assert same, f"The output changes when the object moves by {shift}."


def disturbed(model: Any, rng: np.random.Generator) -> Any:
    """Give the model other weights: what holds now holds by structure. Positive ones stay so (variances)."""
    model(objects(rng))  # the first call makes the weights of a subclass
    old = [np.asarray(w) for w in model.get_weights()]
    convolutions = [w for w in old if w.ndim == 4 and w.shape[0] * w.shape[1] > 1]
    assert convolutions, "There is no convolution with a filter larger than 1 x 1 in this model."
    new = [w * rng.uniform(0.7, 1.3, w.shape) + rng.uniform(0.01, 0.1, w.shape) for w in old]
    model.set_weights([w.astype(np.float32) for w in new])
    return model
