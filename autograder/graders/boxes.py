"""Black boxes for `identify` and its probes: secret layers, drawn and evaluated in the trusted process.

A box is a layer with secret weights that was built for one input shape. Students' code holds it as a lent function:
it sends a batch and gets what the layer gives, at most ``MOST_CALLS`` times. The formulas are those of the references
and a test holds every family against the Keras layer; Keras itself would take a minute for what takes a second here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.references import by_formula
from autograder.sandbox import Refusal
from forwardpass.compare import as_array

Array = npt.NDArray[np.float64]
Generator = np.random.Generator

MOST_CALLS = 60  # of one box
MOST_SAMPLES = 256  # in one batch
LARGEST = 1e6
PACE = {1: (1.5e-3, 20e-6), 2: (1e-3, 40e-6)}  # seconds of an answer and of each sample in it, by axes of places
EPSILON = 1e-3  # of layer normalisation, as in Keras


@dataclass(frozen=True)
class Box:
    """A secret layer: its family, the hyperparameters that are asked for, and what it computes with.

    ``options`` are settings that nobody asks for (padding, the layout of the outputs).
    """

    family: str
    input_shape: tuple[int, ...]
    weights: tuple[Array, ...]
    details: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, x: Array) -> Array:
        """Evaluate the layer on a batch of float64 numbers (batch, *input_shape)."""
        with np.errstate(all="ignore"):
            return np.asarray(EVALUATE[self.family](self, x), np.float64)


class Lent:
    """A box as student code calls it: refuses what the layer does not take, and counts the calls."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.calls = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Array:
        """Evaluate. Raises ``Refusal``, which student code meets as a ``ValueError``, and nothing else."""
        self.calls += 1
        if self.overdrawn:
            raise Refusal(f"no more than {MOST_CALLS} calls of one box")
        if len(args) != 1 or kwargs:
            raise Refusal("a box takes one argument: layer(x)")
        x, shape = as_array(args[0]), self.box.input_shape
        if x is None or x.dtype.kind not in "biuf":
            raise Refusal("a box takes an array of real numbers")
        if x.shape[1:] != shape or x.ndim != len(shape) + 1:
            raise Refusal(f"a box takes (batch, {', '.join(map(str, shape))}); its layer was built for that shape")
        if not 1 <= len(x) <= MOST_SAMPLES:
            raise Refusal(f"a batch has 1 to {MOST_SAMPLES} samples")
        if not (np.abs(wide := x.astype(np.float64)) <= LARGEST).all():
            raise Refusal("a box takes finite numbers of at most a million")
        return self.box(wide)

    def seconds(self, x: Any) -> float:
        """How long an answer takes, whatever the family: an LSTM would be known by a clock, being the slowest."""
        first, each = PACE[len(self.box.input_shape) - 1]
        return first + each * len(x)

    @property
    def overdrawn(self) -> bool:
        """Whether it was called too often."""
        return self.calls > MOST_CALLS


# -- what the layers compute ------------------------------------------------------------------------------------------


def _dense(box: Box, x: Array) -> Array:
    kernel, bias = box.weights
    return x @ kernel + bias


def _dense_flat(box: Box, x: Array) -> Array:
    kernel, bias = box.weights
    return (x.reshape(len(x), -1) @ kernel + bias).reshape(len(x), *box.options["layout"])


def _conv2d(box: Box, x: Array) -> Array:
    strides, dilation = box.details["strides"], box.details["dilation_rate"]
    answer: Array = by_formula(
        "conv2d", "conv2d", x, *box.weights, strides=strides, padding=box.options["padding"], dilation_rate=dilation
    )
    return answer


def _lstm(box: Box, x: Array) -> Array:
    direction, sequences = box.details["direction"], box.details["return_sequences"]

    def run(steps: Array, weights: tuple[Array, ...]) -> Array:
        answer: Array = by_formula("lstm", "lstm", steps, *weights, return_sequences=sequences)
        return answer

    parts = []
    if direction != "backward":
        parts.append(run(x, box.weights[:3]))
    if direction != "forward":
        back = run(x[:, ::-1], box.weights[-3:])
        parts.append(back[:, ::-1] if sequences else back)
    return np.concatenate(parts, axis=-1)


def _attention(box: Box, x: Array) -> Array:
    *weights, positions = box.weights
    steps = x.shape[1]
    mask = np.tril(np.ones((steps, steps), bool)) if box.details["causal"] else None
    placed = x + positions
    answer: Array = by_formula("attention", "multi_head_attention", placed, x, placed, *weights, mask=mask)
    return answer


def _pooling(box: Box, x: Array) -> Array:
    size = box.details["pool_size"]
    kept = tuple(n // p for n, p in zip(x.shape[1:-1], size, strict=True))
    cut = x[(slice(None), *(slice(0, k * p) for k, p in zip(kept, size, strict=True)))]
    windows = cut.reshape(len(x), *(n for pair in zip(kept, size, strict=True) for n in pair), x.shape[-1])
    axes = tuple(range(2, 2 * len(size) + 1, 2))
    return np.asarray(windows.max(axis=axes) if box.details["kind"] == "max" else windows.mean(axis=axes))


def _layer_norm(box: Box, x: Array) -> Array:
    gamma, beta = box.weights
    centred = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
    return np.asarray(gamma * centred / spread + beta)


EVALUATE: dict[str, Callable[[Box, Array], Array]] = {
    "dense": _dense,
    "dense_flat": _dense_flat,
    "conv2d": _conv2d,
    "lstm": _lstm,
    "attention": _attention,
    "pooling": _pooling,
    "layer_norm": _layer_norm,
}

# -- drawing ----------------------------------------------------------------------------------------------------------


def _signed(rng: Generator, *shape: int) -> Array:
    """Numbers of both signs of which none is small: every connection can be seen."""
    return np.asarray(rng.uniform(0.5, 1.5, shape) * rng.choice([-1.0, 1.0], shape))


def sequence_shape(rng: Generator) -> tuple[int, ...]:
    """(steps, width), never equal."""
    return int(rng.integers(6, 10)), int(rng.integers(3, 6))


def image_shape(rng: Generator) -> tuple[int, ...]:
    """(height, width, channels), never equal."""
    height, width = rng.choice(np.arange(9, 13), 2, replace=False)
    return int(height), int(width), int(rng.integers(3, 5))


def _units(rng: Generator, width: int) -> int:
    """As many as there are inputs, half of the time: then the shape of the outputs tells nothing."""
    return width if rng.random() < 0.5 else int(rng.choice([n for n in range(2, 8) if n != width]))


def _loudness(rng: Generator) -> float:
    """Give 0 two times in three: without biases every layer answers zeros with zeros, as pooling does."""
    return float(rng.random() < 1 / 3)


def dense(rng: Generator, shape: tuple[int, ...]) -> Box:
    """Draw a dense layer on the last axis, which on images is a convolution with a 1x1 kernel."""
    units = _units(rng, shape[-1])
    kernel = _signed(rng, shape[-1], units) / np.sqrt(shape[-1])
    return Box("dense", shape, (kernel, _loudness(rng) * _signed(rng, units)))


def dense_flat(rng: Generator, shape: tuple[int, ...], layout: str) -> Box:
    """Draw Flatten and a dense layer. Its outputs stay a ``vector``, or lie in the ``same`` places or in ``fewer``."""
    units = _units(rng, shape[-1])
    places = {"vector": (), "same": shape[:-1], "fewer": tuple(n // 2 for n in shape[:-1])}[layout]
    size, outputs = int(np.prod(shape)), (*places, units)
    bias = np.broadcast_to(_signed(rng, units), outputs) if rng.random() < 0.5 else _signed(rng, *outputs)
    kernel = _signed(rng, size, int(np.prod(outputs))) / np.sqrt(size)
    return Box("dense_flat", shape, (kernel, _loudness(rng) * bias.ravel()), options={"layout": outputs})


def conv2d(rng: Generator, shape: tuple[int, ...], kind: str, padding: str) -> Box:
    """Draw a convolution that is ``plain``, ``strided`` or ``dilated``: Keras refuses strides and dilation at once."""
    pairs = [(a, b) for a in (1, 2, 3) for b in (1, 2, 3)]
    least = 2 if kind == "dilated" else 1
    kernel_size = _one_of(rng, [pair for pair in pairs if min(pair) >= least and max(pair) > 1])
    other = _one_of(rng, pairs[1:])
    strides = other if kind == "strided" else (1, 1)
    dilation = other if kind == "dilated" else (1, 1)
    filters = _units(rng, shape[-1])
    kernel = _signed(rng, *kernel_size, shape[-1], filters) / np.sqrt(np.prod(kernel_size) * shape[-1])
    details = {"kernel_size": kernel_size, "strides": strides, "dilation_rate": dilation}
    bias = _loudness(rng) * _signed(rng, filters)
    return Box("conv2d", shape, (kernel, bias), details, {"padding": padding})


def lstm(rng: Generator, shape: tuple[int, ...], direction: str, return_sequences: bool) -> Box:
    """Draw an LSTM; both directions have weights of their own, and what reads backward answers in the inputs' order."""
    width, units, loudness = shape[-1], int(rng.integers(2, 5)), _loudness(rng)

    def weights() -> tuple[Array, ...]:
        bias = 0.3 * loudness * _signed(rng, 4 * units)
        bias[units : 2 * units] += 0.5  # the forget gate keeps enough for every step to be seen at the end
        recurrent = 0.5 * _signed(rng, units, 4 * units) / np.sqrt(units)
        return _signed(rng, width, 4 * units) / np.sqrt(width), recurrent, bias

    sets = 2 if direction == "bidirectional" else 1
    details = {"direction": direction, "return_sequences": return_sequences}
    return Box("lstm", shape, sum((weights() for _ in range(sets)), ()), details)


def attention(rng: Generator, shape: tuple[int, ...], causal: bool, positions: bool) -> Box:
    """Draw self-attention with two heads; positions are added to queries and keys, never to values."""
    (steps, width), heads, size, units = shape, 2, 3, _units(rng, shape[-1])
    loudness = _loudness(rng) / 2
    into = [(width, heads, size), (heads, size)] * 3
    weights = [_signed(rng, *each) * (1 / np.sqrt(width) if len(each) == 3 else loudness) for each in into]
    out = [_signed(rng, heads, size, units) / np.sqrt(heads * size), loudness * _signed(rng, units)]
    places = rng.standard_normal((steps, width)) if positions else np.zeros((steps, width))
    return Box("attention", shape, (*weights, *out, places), {"causal": causal, "positions": positions})


def pooling(rng: Generator, shape: tuple[int, ...], kind: str) -> Box:
    """Draw the largest or the mean of windows that do not overlap."""
    sizes: list[tuple[int, ...]]
    sizes = [(2,), (3,)] if len(shape) == 2 else [(1, 2), (2, 1), (2, 2), (2, 3), (3, 2), (3, 3)]
    return Box("pooling", shape, (), {"kind": kind, "pool_size": _one_of(rng, sizes)})


def layer_norm(rng: Generator, shape: tuple[int, ...]) -> Box:
    """Draw layer normalisation over the last axis, with a gain and a shift of its own for every feature."""
    return Box("layer_norm", shape, (_signed(rng, shape[-1]), _loudness(rng) * _signed(rng, shape[-1])))


def _one_of(rng: Generator, pairs: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return pairs[int(rng.integers(len(pairs)))]
