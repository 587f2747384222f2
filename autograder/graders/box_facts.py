"""What is true of a box, from its family and hyperparameters alone: the right answers to the probes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.graders.boxes import (
    Box,
    Generator,
    attention,
    conv2d,
    dense,
    dense_flat,
    image_shape,
    layer_norm,
    lstm,
    pooling,
    sequence_shape,
)

LAYOUTS = ("vector", "same", "fewer")
DIRECTIONS = ("forward", "backward", "bidirectional")
CONVOLUTIONS = [(kind, padding) for kind in ("plain", "strided", "dilated") for padding in ("valid", "same")]


def is_additive(box: Box) -> bool:
    """Whether f(x + y) - f(0) is the sum of f(x) - f(0) and f(y) - f(0)."""
    return box.family in ("dense", "dense_flat", "conv2d") or box.details.get("kind") == "average"


def is_permutation_equivariant(box: Box) -> bool:
    """Whether steps that change places do so in the outputs, and nothing else happens. Sequences only."""
    plain = box.family == "attention" and not (box.details["causal"] or box.details["positions"])
    return plain or box.family in ("dense", "layer_norm")


def is_order_sensitive(box: Box) -> bool:
    """Whether the last output depends on the order of the steps before, or the first on that of those behind."""
    return box.family in ("dense_flat", "lstm", "pooling") or bool(box.details.get("positions"))


def is_causal(box: Box) -> bool:
    """Whether no output depends on a later step. Only of boxes that give an output at every step."""
    forward = box.details.get("direction") == "forward" or bool(box.details.get("causal"))
    return forward or box.family in ("dense", "layer_norm")


def has_budget(box: Box) -> bool:
    """Whether what it shares out is always the same in all: additive where all steps are equal, and only there."""
    return box.family == "attention" or box.details.get("kind") == "max"


def shift_step(box: Box) -> tuple[int, int]:
    """By how many pixels an image must move down, and right, to move the outputs by one; 0 where none does."""
    if box.family == "dense_flat":
        return 0, 0
    steps: tuple[int, int] = box.details.get("strides") or box.details.get("pool_size") or (1, 1)
    return steps


def inputs_seen(box: Box) -> npt.NDArray[np.bool_]:
    """Which places of the input the output in the middle depends on; the whole output where it is a vector."""
    places = box.input_shape[:-1]
    if box.family == "dense_flat" or (box.family == "lstm" and not box.details["return_sequences"]):
        return np.ones(places, bool)
    if box.family == "attention":
        return _up_to_the_middle(places) if box.details["causal"] else np.ones(places, bool)
    if box.family == "lstm":
        forward = _up_to_the_middle(places)
        backward = np.arange(places[0]) >= places[0] // 2
        return {"forward": forward, "backward": backward, "bidirectional": forward | backward}[box.details["direction"]]
    seen = [_window(box, axis, size) for axis, size in enumerate(places)]
    return np.asarray(seen[0] if len(seen) == 1 else np.outer(*seen))


def _up_to_the_middle(places: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    return np.arange(places[0]) <= places[0] // 2


def _window(box: Box, axis: int, size: int) -> npt.NDArray[np.bool_]:
    """Which rows (or columns) the middle output sees."""
    count = box.details.get("kernel_size", box.details.get("pool_size", (1, 1)))[axis]
    stride = box.details.get("strides", box.details.get("pool_size", (1, 1)))[axis]
    dilation = box.details.get("dilation_rate", (1, 1))[axis]
    extent = (count - 1) * dilation + 1
    outputs, before = (size - extent) // stride + 1, 0
    if box.options.get("padding") == "same":
        outputs = -(-size // stride)
        before = max((outputs - 1) * stride + extent - size, 0) // 2
    rows = outputs // 2 * stride - before + dilation * np.arange(count)
    return np.isin(np.arange(size), rows)


# -- sets of boxes in which every answer occurs -----------------------------------------------------------------------


def sequences(rng: Generator) -> list[Box]:
    """Every family on sequences that keeps the number of steps, in every variant."""
    shape = sequence_shape
    boxes = [lstm(rng, shape(rng), direction, True) for direction in DIRECTIONS]
    boxes += [attention(rng, shape(rng), causal, positions) for causal in (False, True) for positions in (False, True)]
    return [*boxes, dense(rng, shape(rng)), layer_norm(rng, shape(rng)), dense_flat(rng, shape(rng), "same")]


def shorter(rng: Generator) -> list[Box]:
    """Every family on sequences whose output has fewer steps, or none."""
    shape = sequence_shape
    boxes = [lstm(rng, shape(rng), direction, False) for direction in DIRECTIONS]
    boxes += [pooling(rng, shape(rng), kind) for kind in ("max", "average")]
    return [*boxes, *(dense_flat(rng, shape(rng), layout) for layout in ("vector", "fewer"))]


def images(rng: Generator) -> list[Box]:
    """Every family on images, in every variant."""
    shape = image_shape
    boxes = [conv2d(rng, shape(rng), kind, padding) for kind, padding in CONVOLUTIONS]
    boxes += [pooling(rng, shape(rng), kind) for kind in ("max", "average")]
    boxes += [dense_flat(rng, shape(rng), layout) for layout in LAYOUTS]
    return [*boxes, dense(rng, shape(rng)), layer_norm(rng, shape(rng))]


def every_kind(rng: Generator) -> list[Box]:
    """Every family and variant that there is, once."""
    return [*sequences(rng), *shorter(rng), *images(rng)]


FACTS: dict[str, Any] = {
    fact.__name__: fact
    for fact in (
        is_additive,
        inputs_seen,
        shift_step,
        is_permutation_equivariant,
        is_causal,
        is_order_sensitive,
        has_budget,
    )
}
