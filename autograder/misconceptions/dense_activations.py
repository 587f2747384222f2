"""What goes wrong in activations. Each function is a stub's answer with one mistake in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.misconceptions import Mistake

Array = npt.NDArray[Any]
Activation = Callable[..., Any]
Z = Callable[[Array], Any]


def sigmoid(z: Array) -> Array:
    """As it should be, without a thought of overflow."""
    return np.asarray(1 / (1 + np.exp(-z)))


def relu(z: Array) -> Array:
    """As it should be."""
    return np.maximum(z, 0)


def _filled(z: Array, function: Activation) -> Array:
    """Write the right values into an array of the input's dtype."""
    out = np.zeros_like(z)
    out[...] = function(z)
    return out


def _relu_in_place(z: Array) -> Array:
    z[z < 0] = 0
    return z


def _sigmoid_in_place(z: Array) -> Array:
    if np.issubdtype(z.dtype, np.integer):
        return sigmoid(z)
    z[...] = sigmoid(z)
    return z


def _tanh_by_definition(z: Array) -> Array:
    return np.asarray((np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)))


def _shares(powers: Array, axis: int | None = -1) -> Array:
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True))


def softmax(z: Array, axis: int | None = -1) -> Array:
    """As it should be, over ``axis``."""
    return _shares(np.exp(z - z.max(axis=axis, keepdims=True)), axis)


def _tanh_without_brackets(z: Array) -> Array:
    return np.asarray((1 - np.exp(-2 * z)) / 1 + np.exp(-2 * z))


def _log_shares(z: Array) -> Array:
    shifted = np.subtract(z, z.max(axis=-1, keepdims=True), dtype=float)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def _coth(z: Array) -> Array:
    return np.asarray((np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z)))


def squeezed(function: Activation) -> Activation:
    """Compute the right result and lose its axes of size 1."""
    return lambda *arguments: np.squeeze(function(*arguments))


def _one_hot(z: Array) -> Array:
    return np.asarray((z == z.max(axis=-1, keepdims=True)).astype(float))


SQUEEZED = "An axis of size 1 is an axis all the same: a batch of one sample stays a batch."
CUT_OFF = "The curve comes ever closer to its ends, but not as soon as yours: is something cut off on the way?"
UNCHANGED = "Linear changes nothing: neither the numbers nor their shape."
KEEP_NEGATIVE = "Linear changes nothing: negative values pass as well."
COPY = "Your function writes into the array it was given. That array belongs to the caller: make a new one."
NOT_INTEGER = (
    "The results are cut to integers: an array made like the input has the input's dtype, even when it is integer."
)
PRECEDENCE = "Division binds stronger than addition: where does the denominator begin and end?"
OVERFLOW = (
    "For large sums both parts of your fraction become inf, and inf / inf is not a number. Is there an equal form?"
)
HARD = "This is a straight-line approximation of the curve: near, but not the function itself."
TWICE = "The activation is applied twice."
CLASSES = "The results should add up to 1 over the classes of one sample: over which axis do yours?"
SHIFT = "After your shift the largest score is still large. Which score should become 0?"
GLOBAL_MAX = (
    "One sample's scores are so much larger that another's exponentials all vanish: whose largest score is subtracted?"
)
CLIPPED = "Only the differences between scores count: clipping changes them, a shift does not."
AXIS_AND_SHIFT = "Over which axis should the results add up to 1, and whose largest score is subtracted before?"
SLOPE = "This is the slope of the curve, not the curve."
OTHER_CURVE = "Range and shape are alike, but this is another curve: it reaches its ends far more slowly."
NO_POWERS = "Shares of the scores themselves may be negative: make the scores positive first."
NUMERATOR = "This is the numerator alone: tanh is a quotient, and stays between -1 and 1."
UPSIDE_DOWN = "At 0 your fraction divides by 0: which part belongs on top?"
SERIES = "A few terms of a series fit near 0 only."
DIVIDED_BY_MAX = "Subtract the largest score instead of dividing by it: only differences between scores may count."

SIGMOID: dict[str, tuple[str, Z]] = {
    "precedence": (PRECEDENCE, lambda z: 1 / 1 + np.exp(-z)),
    "hard-sigmoid": (HARD, lambda z: np.clip(z + 3, 0, 6) / 6),
    "hard-sigmoid-of-keras-2": (HARD, lambda z: np.clip(0.2 * z + 0.5, 0, 1)),
    "overflow": (OVERFLOW, lambda z: np.exp(z) / (1 + np.exp(z))),
    "sign-of-exponent": (
        "The curve falls where it should rise: look at the exponent's sign.",
        lambda z: sigmoid(-z),
    ),
    "integer-buffer": (NOT_INTEGER, lambda z: _filled(z, sigmoid)),
    "applied-twice": (TWICE, lambda z: sigmoid(sigmoid(z))),
    "is-tanh": ("The values reach below 0. A sigmoid lies between 0 and 1.", np.tanh),
    "tanh-not-rescaled": (
        "The range is right, the slope is not: a sigmoid changes half as fast with its sum as tanh.",
        lambda z: (1 + np.tanh(z)) / 2,
    ),
    "derivative": (SLOPE, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "precedence-in-float64": (PRECEDENCE, lambda z: 1 / 1 + np.exp(-z.astype(float))),
    "precedence-and-sign-of-exponent": (
        "Two things to look at: where the denominator ends, and the exponent's sign.",
        lambda z: 1 / 1 + np.exp(z),
    ),
    "integer-buffer-and-overflow": (
        "An array made like the input keeps its dtype, even when it is integer, and inf / inf is not a number.",
        lambda z: _filled(z, lambda z: np.exp(z) / (1 + np.exp(z))),
    ),
    "clipped-at-5": (CUT_OFF, lambda z: sigmoid(np.clip(z, -5, 5))),
    "clipped-at-10": (CUT_OFF, lambda z: sigmoid(np.clip(z, -10, 10))),
    "saturated-beyond-5": (CUT_OFF, lambda z: np.where(np.abs(z) > 5, z > 0, sigmoid(z))),
    "base-2": ("The powers are powers of e, not of 2.", lambda z: 1 / (1 + np.exp2(-z))),
    "softsign": (OTHER_CURVE, lambda z: (1 + z / (1 + np.abs(z))) / 2),
    "step": (
        "A sigmoid is no yes or no: around 0 it takes every value in between.",
        lambda z: (z > 0).astype(float),
    ),
    "squeezed": (SQUEEZED, squeezed(sigmoid)),
    "in-place": (COPY, _sigmoid_in_place),
}

TANH: dict[str, tuple[str, Z]] = {
    "overflow": (OVERFLOW, _tanh_by_definition),
    "is-sigmoid": ("The values never fall below 0. Tanh lies between -1 and 1.", sigmoid),
    "argument-not-doubled": (
        "The range is right, the slope is not: what goes into the sigmoid?",
        lambda z: 2 * sigmoid(z) - 1,
    ),
    "shift-missing": (
        "A stretched sigmoid lies between 0 and 2; it still has to be moved.",
        lambda z: 2 * sigmoid(2 * z),
    ),
    "sign-of-exponent": ("The curve falls where it should rise.", lambda z: np.tanh(-z)),
    "hard-tanh": (HARD, lambda z: np.clip(z, -1, 1)),
    "integer-buffer": (NOT_INTEGER, lambda z: _filled(z, np.tanh)),
    "applied-twice": (TWICE, lambda z: np.tanh(np.tanh(z))),
    "is-arctan": ("Arctan has a similar shape but another range: tanh ends at -1 and 1.", np.arctan),
    "arctan-rescaled": (OTHER_CURVE, lambda z: 2 / np.pi * np.arctan(z)),
    "softsign": (OTHER_CURVE, lambda z: z / (1 + np.abs(z))),
    "derivative": (SLOPE, lambda z: 1 - np.tanh(z) ** 2),
    "is-tan": ("The hyperbolic tangent is another function than the tangent of an angle.", np.tan),
    "inverse": ("This is the way back: arctanh undoes tanh.", np.arctanh),
    "is-sinh": (NUMERATOR, np.sinh),
    "is-sinh-in-float64": (NUMERATOR, lambda z: np.sinh(z.astype(float))),
    "fraction-upside-down": (UPSIDE_DOWN, _coth),
    "fraction-upside-down-without-overflow": (UPSIDE_DOWN, lambda z: 1 / np.tanh(z.astype(float))),
    "precedence": (PRECEDENCE, _tanh_without_brackets),
    "precedence-in-float64": (PRECEDENCE, lambda z: _tanh_without_brackets(z.astype(float))),
    "taylor": (SERIES, lambda z: z - z**3 / 3),
    "taylor-clipped": (SERIES, lambda z: np.clip(z - z**3 / 3, -1, 1)),
    "stretched": (
        "Nothing is stretched here: tanh ends at -1 and 1, and its slope at 0 is 1.",
        lambda z: 1.7159 * np.tanh(2 / 3 * z),
    ),
    "clipped-at-3": (CUT_OFF, lambda z: np.tanh(np.clip(z, -3, 3))),
    "saturated-beyond-3": (CUT_OFF, lambda z: np.where(np.abs(z) > 3, np.sign(z), np.tanh(z))),
    "overflow-to-zero": (OVERFLOW, lambda z: np.nan_to_num(_tanh_by_definition(z))),
    "integer-buffer-and-argument-not-doubled": (
        "What goes into the sigmoid, and which dtype does the array have that you write into?",
        lambda z: _filled(z, lambda z: 2 * sigmoid(z) - 1),
    ),
    "squeezed": (SQUEEZED, squeezed(np.tanh)),
}

RELU: dict[str, tuple[str, Z]] = {
    "in-place": (COPY, _relu_in_place),
    "absolute": ("Negative values become 0; here they become positive.", np.abs),
    "leaky": ("Negative values still leak through: they become exactly 0.", lambda z: np.where(z > 0, z, 0.01 * z)),
    "minimum": (
        "The wrong half is kept: positive values pass, negative ones become 0.",
        lambda z: np.minimum(z, 0),
    ),
    "step": ("Positive values keep their size; they do not all become 1.", lambda z: (z > 0).astype(float)),
    "capped-at-6": ("ReLU has no ceiling.", lambda z: np.clip(z, 0, 6)),
    "softplus": (
        "This curve is smooth. ReLU has a corner at 0 and is exactly 0 before it.",
        lambda z: np.logaddexp(0, z),
    ),
    "identity": ("Negative values should become 0.", lambda z: z),
    "elu": ("Below 0 your curve still bends: ReLU is exactly 0 there.", lambda z: np.where(z > 0, z, np.expm1(z))),
    "swish": (
        "This curve is smooth. ReLU has a corner at 0 and is exactly 0 before it.",
        lambda z: z * sigmoid(z),
    ),
    "threshold-1": ("The corner lies at 0: small positive values pass as well.", lambda z: np.where(z > 1, z, 0)),
    "negatives-dropped": ("Negative values are replaced, not left out: the shape stays.", lambda z: z[z > 0]),
    "leaky-and-capped-at-6": (
        "Below 0 nothing leaks through, and above it there is no ceiling.",
        lambda z: np.minimum(np.where(z > 0, z, 0.01 * z), 6),
    ),
    "squeezed": (SQUEEZED, squeezed(relu)),
}

SOFTMAX: dict[str, tuple[str, Z]] = {
    "over-batch": (CLASSES, lambda z: softmax(z, 0)),
    "over-everything": (CLASSES, lambda z: softmax(z, None)),
    "over-axis-1": (CLASSES, lambda z: softmax(z, 1)),
    "global-max": (
        GLOBAL_MAX,
        lambda z: _shares(np.exp(z - z.max())),
    ),
    "no-shift": (
        "Exponentials of large scores are inf. Adding the same number to all scores of a sample changes nothing: "
        "use that first.",
        lambda z: _shares(np.exp(z)),
    ),
    "min-shift": (
        SHIFT,
        lambda z: _shares(np.exp(z - z.min(axis=-1, keepdims=True))),
    ),
    "not-normalised": ("The results do not add up to 1.", lambda z: np.exp(z - z.max(axis=-1, keepdims=True))),
    "no-exponential": (
        NO_POWERS,
        lambda z: _shares(z.astype(float)),
    ),
    "no-exponential-in-float32": (NO_POWERS, _shares),
    "logarithm": ("These are logarithms of probabilities.", lambda z: np.log(softmax(z))),
    "logarithm-without-underflow": ("These are logarithms of probabilities.", _log_shares),
    "summed-over-everything": (CLASSES, lambda z: _shares(np.exp(z - z.max(axis=-1, keepdims=True)), None)),
    "global-max-with-epsilon": (
        GLOBAL_MAX,
        lambda z: np.exp(z - z.max()) / (np.exp(z - z.max()).sum(axis=-1, keepdims=True) + 1e-8),
    ),
    "mean-shift": (SHIFT, lambda z: _shares(np.exp(z - z.mean(axis=-1, keepdims=True)))),
    "divided-by-max": (
        DIVIDED_BY_MAX,
        lambda z: softmax(z / z.max(axis=-1, keepdims=True)),
    ),
    "divided-by-largest-size": (DIVIDED_BY_MAX, lambda z: softmax(z / np.abs(z).max(axis=-1, keepdims=True))),
    "clipped-at-50": (CLIPPED, lambda z: softmax(np.clip(z, -50, 50))),
    "clipped-at-500": (CLIPPED, lambda z: softmax(np.clip(z, -500, 500))),
    "sign-of-exponent": (
        "The largest score should get the largest share: look at the exponent's sign.",
        lambda z: softmax(-z),
    ),
    "base-2": ("The powers are powers of e, not of 2.", lambda z: softmax(z * np.log(2))),
    "temperature": (
        "Nothing divides the scores here: they go into the exponential as they are.",
        lambda z: softmax(z / np.sqrt(z.shape[-1])),
    ),
    "length-1": (
        "The shares should add up to 1; in yours the squares do.",
        lambda z: softmax(z) / np.sqrt(np.square(softmax(z)).sum(axis=-1, keepdims=True)),
    ),
    "batch-added": (
        "A sample that comes without a batch axis goes without one.",
        lambda z: softmax(np.atleast_2d(z)),
    ),
    "squeezed": (SQUEEZED, squeezed(softmax)),
    "over-batch-and-no-shift": (AXIS_AND_SHIFT, lambda z: _shares(np.exp(z), 0)),
    "over-everything-and-no-shift": (AXIS_AND_SHIFT, lambda z: _shares(np.exp(z), None)),
    "over-axis-1-and-no-shift": (AXIS_AND_SHIFT, lambda z: _shares(np.exp(z), 1)),
    "over-axis-1-and-global-max": (AXIS_AND_SHIFT, lambda z: _shares(np.exp(z - z.max()), 1)),
    "one-hot": ("Softmax is soft: every class gets a share.", _one_hot),
    "integer-buffer": (NOT_INTEGER, lambda z: _filled(z, softmax)),
    "sigmoid-shares": (
        "Each score goes through the exponential function, not through a sigmoid.",
        lambda z: _shares(sigmoid(z)),
    ),
}

LINEAR: dict[str, tuple[str, Z]] = {
    "is-relu": (KEEP_NEGATIVE, relu),
    "absolute": (KEEP_NEGATIVE, np.abs),
    "one-added": (UNCHANGED, lambda z: z + 1),
    "halved": (UNCHANGED, lambda z: 0.5 * z),
    "clipped": (UNCHANGED, lambda z: np.clip(z, -1, 1)),
    "rounded": (UNCHANGED, lambda z: np.round(z, 2)),
    "cut-to-integers": (UNCHANGED, lambda z: z.astype(int)),
    "flattened": (UNCHANGED, lambda z: z.reshape(len(z), -1)),
    "squeezed": (UNCHANGED, np.squeeze),
    "summed": (UNCHANGED, lambda z: z.sum(axis=-1)),
    "is-relu-and-squeezed": (
        "Linear changes nothing: negative values pass, and every axis stays.",
        lambda z: np.squeeze(relu(z)),
    ),
}

_STUBS = {"linear": LINEAR, "relu": RELU, "sigmoid": SIGMOID, "tanh": TANH, "softmax": SOFTMAX}

ACTIVATIONS: tuple[Mistake, ...] = tuple(
    Mistake(f"{stub}-{name}", stub, hint, function)
    for stub, mistakes in _STUBS.items()
    for name, (hint, function) in mistakes.items()
)
