"""What goes wrong in activations, neurons and dense layers. Each function is a stub's answer with one mistake in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.misconceptions import Mistake

Array = npt.NDArray[Any]
Activation = Callable[..., Any]


def _sigmoid(z: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-z)))


def _relu(z: Array) -> Array:
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
        return _sigmoid(z)
    z[...] = _sigmoid(z)
    return z


def _tanh_by_definition(z: Array) -> Array:
    return np.asarray((np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)))


def _shares(powers: Array, axis: int | None = -1) -> Array:
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True))


def _softmax(z: Array, axis: int | None = -1) -> Array:
    return _shares(np.exp(z - z.max(axis=axis, keepdims=True)), axis)


def _tanh_without_brackets(z: Array) -> Array:
    return np.asarray((1 - np.exp(-2 * z)) / 1 + np.exp(-2 * z))


def _log_shares(z: Array) -> Array:
    shifted = np.subtract(z, z.max(axis=-1, keepdims=True), dtype=float)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def _coth(z: Array) -> Array:
    return np.asarray((np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z)))


def _squeezed(function: Activation) -> Activation:
    """Compute the right result and lose its axes of size 1."""
    return lambda *arguments: np.squeeze(function(*arguments))


def _one_hot(z: Array) -> Array:
    return np.asarray((z == z.max(axis=-1, keepdims=True)).astype(float))


def _neuron_bias_per_input(x: Array, w: Array, b: float, activation: Activation) -> Any:
    return activation(np.sum(x * w + b))


def _dense(x: Array, kernel: Array, bias: Array, activation: Activation) -> Any:
    return activation(x @ kernel + bias)


def _dense_last_unit_left_out(x: Array, kernel: Array, bias: Array, activation: Activation) -> Any:
    out = np.array(_dense(x, kernel, bias, activation))
    out[..., -1] = 0
    return out


def _dense_pooled(x: Array, kernel: Array, bias: Array, activation: Activation) -> Any:
    return _dense(x.mean(axis=tuple(range(1, x.ndim - 1))) if x.ndim > 2 else x, kernel, bias, activation)


def _dense_integer_buffer(x: Array, kernel: Array, bias: Array, activation: Activation) -> Array:
    out = np.zeros((*x.shape[:-1], kernel.shape[1]), x.dtype)
    out[...] = activation(x @ kernel + bias)
    return out


def _dense_shape_lost(x: Array, kernel: Array, bias: Array, activation: Activation) -> Any:
    return activation(x.reshape(-1, x.shape[-1]) @ kernel + bias)


def _dense_flattened(x: Array, kernel: Array, bias: Array, activation: Activation) -> Any:
    return activation(x.reshape(len(x), -1) @ kernel + bias)


def _dense_first_sample(x: Array, kernel: Array, bias: Array, activation: Activation) -> Any:
    return activation(x[:1] @ kernel + bias) + 0 * (x @ kernel)


def _mlp(
    x: Array,
    hidden_kernel: Array,
    hidden_bias: Array,
    output_kernel: Array,
    output_bias: Array,
    *,
    hidden_activation: Activation = _relu,
    flatten: Activation = lambda hidden: hidden.reshape(len(hidden), -1),
    output_activation: Activation = lambda z: z,
) -> Any:
    """Compute the right network with one piece replaced."""
    hidden = hidden_activation(x @ hidden_kernel + hidden_bias)
    return output_activation(flatten(hidden) @ output_kernel + output_bias)


def _mlp_flattened_first(x: Array, *weights: Array) -> Any:
    return _mlp(x.reshape(len(x), -1), *weights)


def _mlp_relu_before_bias(x: Array, hk: Array, hb: Array, ok: Array, ob: Array) -> Any:
    return (_relu(x @ hk) + hb).reshape(len(x), -1) @ ok + ob


def _gelu(z: Array) -> Array:
    return np.asarray(0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))))


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
BIAS_LAST = "The bias belongs to the sum, inside the activation."
BIAS_MISSING = "The bias is missing."
NO_ACTIVATION = "This is the sum itself: the activation has not been applied to it."
TWICE = "The activation is applied twice."
ONE_NUMBER = "One neuron gives one number, not an array with one number in it."
GIVEN_ACTIVATION = "Use the activation that the function is given."
LAST_AXIS = "Which axis holds the inputs? However many axes there are, the layer acts on the last one."
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
NEITHER = "The bias is not in the sum, and the activation is not applied to it."
TRANSPOSED = "The kernel is (inputs, units) already."
RESHAPED = "The numbers of the kernel stay where they are: reshape is not a way to turn it."

Z = Callable[[Array], Any]


def _activation_mistakes() -> tuple[Mistake, ...]:
    sigmoid: dict[str, tuple[str, Z]] = {
        "precedence": (PRECEDENCE, lambda z: 1 / 1 + np.exp(-z)),
        "hard-sigmoid": (HARD, lambda z: np.clip(z + 3, 0, 6) / 6),
        "hard-sigmoid-of-keras-2": (HARD, lambda z: np.clip(0.2 * z + 0.5, 0, 1)),
        "overflow": (OVERFLOW, lambda z: np.exp(z) / (1 + np.exp(z))),
        "sign-of-exponent": (
            "The curve falls where it should rise: look at the exponent's sign.",
            lambda z: _sigmoid(-z),
        ),
        "integer-buffer": (NOT_INTEGER, lambda z: _filled(z, _sigmoid)),
        "applied-twice": (TWICE, lambda z: _sigmoid(_sigmoid(z))),
        "is-tanh": ("The values reach below 0. A sigmoid lies between 0 and 1.", np.tanh),
        "tanh-not-rescaled": (
            "The range is right, the slope is not: a sigmoid changes half as fast with its sum as tanh.",
            lambda z: (1 + np.tanh(z)) / 2,
        ),
        "derivative": (SLOPE, lambda z: _sigmoid(z) * (1 - _sigmoid(z))),
        "precedence-in-float64": (PRECEDENCE, lambda z: 1 / 1 + np.exp(-z.astype(float))),
        "precedence-and-sign-of-exponent": (
            "Two things to look at: where the denominator ends, and the exponent's sign.",
            lambda z: 1 / 1 + np.exp(z),
        ),
        "integer-buffer-and-overflow": (
            "An array made like the input keeps its dtype, even when it is integer, and inf / inf is not a number.",
            lambda z: _filled(z, lambda z: np.exp(z) / (1 + np.exp(z))),
        ),
        "clipped-at-5": (CUT_OFF, lambda z: _sigmoid(np.clip(z, -5, 5))),
        "clipped-at-10": (CUT_OFF, lambda z: _sigmoid(np.clip(z, -10, 10))),
        "saturated-beyond-5": (CUT_OFF, lambda z: np.where(np.abs(z) > 5, z > 0, _sigmoid(z))),
        "base-2": ("The powers are powers of e, not of 2.", lambda z: 1 / (1 + np.exp2(-z))),
        "softsign": (OTHER_CURVE, lambda z: (1 + z / (1 + np.abs(z))) / 2),
        "step": (
            "A sigmoid is no yes or no: around 0 it takes every value in between.",
            lambda z: (z > 0).astype(float),
        ),
        "squeezed": (SQUEEZED, _squeezed(_sigmoid)),
        "in-place": (COPY, _sigmoid_in_place),
    }
    tanh: dict[str, tuple[str, Z]] = {
        "overflow": (OVERFLOW, _tanh_by_definition),
        "is-sigmoid": ("The values never fall below 0. Tanh lies between -1 and 1.", _sigmoid),
        "argument-not-doubled": (
            "The range is right, the slope is not: what goes into the sigmoid?",
            lambda z: 2 * _sigmoid(z) - 1,
        ),
        "shift-missing": (
            "A stretched sigmoid lies between 0 and 2; it still has to be moved.",
            lambda z: 2 * _sigmoid(2 * z),
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
            lambda z: _filled(z, lambda z: 2 * _sigmoid(z) - 1),
        ),
        "squeezed": (SQUEEZED, _squeezed(np.tanh)),
    }
    relu: dict[str, tuple[str, Z]] = {
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
            lambda z: z * _sigmoid(z),
        ),
        "threshold-1": ("The corner lies at 0: small positive values pass as well.", lambda z: np.where(z > 1, z, 0)),
        "negatives-dropped": ("Negative values are replaced, not left out: the shape stays.", lambda z: z[z > 0]),
        "leaky-and-capped-at-6": (
            "Below 0 nothing leaks through, and above it there is no ceiling.",
            lambda z: np.minimum(np.where(z > 0, z, 0.01 * z), 6),
        ),
        "squeezed": (SQUEEZED, _squeezed(_relu)),
    }
    softmax: dict[str, tuple[str, Z]] = {
        "over-batch": (CLASSES, lambda z: _softmax(z, 0)),
        "over-everything": (CLASSES, lambda z: _softmax(z, None)),
        "over-axis-1": (CLASSES, lambda z: _softmax(z, 1)),
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
        "logarithm": ("These are logarithms of probabilities.", lambda z: np.log(_softmax(z))),
        "logarithm-without-underflow": ("These are logarithms of probabilities.", _log_shares),
        "summed-over-everything": (CLASSES, lambda z: _shares(np.exp(z - z.max(axis=-1, keepdims=True)), None)),
        "global-max-with-epsilon": (
            GLOBAL_MAX,
            lambda z: np.exp(z - z.max()) / (np.exp(z - z.max()).sum(axis=-1, keepdims=True) + 1e-8),
        ),
        "mean-shift": (SHIFT, lambda z: _shares(np.exp(z - z.mean(axis=-1, keepdims=True)))),
        "divided-by-max": (
            DIVIDED_BY_MAX,
            lambda z: _softmax(z / z.max(axis=-1, keepdims=True)),
        ),
        "divided-by-largest-size": (DIVIDED_BY_MAX, lambda z: _softmax(z / np.abs(z).max(axis=-1, keepdims=True))),
        "clipped-at-50": (CLIPPED, lambda z: _softmax(np.clip(z, -50, 50))),
        "clipped-at-500": (CLIPPED, lambda z: _softmax(np.clip(z, -500, 500))),
        "sign-of-exponent": (
            "The largest score should get the largest share: look at the exponent's sign.",
            lambda z: _softmax(-z),
        ),
        "base-2": ("The powers are powers of e, not of 2.", lambda z: _softmax(z * np.log(2))),
        "temperature": (
            "Nothing divides the scores here: they go into the exponential as they are.",
            lambda z: _softmax(z / np.sqrt(z.shape[-1])),
        ),
        "length-1": (
            "The shares should add up to 1; in yours the squares do.",
            lambda z: _softmax(z) / np.sqrt(np.square(_softmax(z)).sum(axis=-1, keepdims=True)),
        ),
        "batch-added": (
            "A sample that comes without a batch axis goes without one.",
            lambda z: _softmax(np.atleast_2d(z)),
        ),
        "squeezed": (SQUEEZED, _squeezed(_softmax)),
        "over-batch-and-no-shift": (AXIS_AND_SHIFT, lambda z: _shares(np.exp(z), 0)),
        "over-everything-and-no-shift": (AXIS_AND_SHIFT, lambda z: _shares(np.exp(z), None)),
        "over-axis-1-and-no-shift": (AXIS_AND_SHIFT, lambda z: _shares(np.exp(z), 1)),
        "over-axis-1-and-global-max": (AXIS_AND_SHIFT, lambda z: _shares(np.exp(z - z.max()), 1)),
        "one-hot": ("Softmax is soft: every class gets a share.", _one_hot),
        "integer-buffer": (NOT_INTEGER, lambda z: _filled(z, _softmax)),
        "sigmoid-shares": (
            "Each score goes through the exponential function, not through a sigmoid.",
            lambda z: _shares(_sigmoid(z)),
        ),
    }
    linear: dict[str, tuple[str, Z]] = {
        "is-relu": (KEEP_NEGATIVE, _relu),
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
            lambda z: np.squeeze(_relu(z)),
        ),
    }
    stubs = {"linear": linear, "relu": relu, "sigmoid": sigmoid, "tanh": tanh, "softmax": softmax}
    return tuple(
        Mistake(f"{stub}-{name}", stub, hint, function)
        for stub, mistakes in stubs.items()
        for name, (hint, function) in mistakes.items()
    )


NEURON: dict[str, tuple[str, Activation]] = {
    "bias-missing": (BIAS_MISSING, lambda x, w, b, f: f(x @ w)),
    "bias-after-activation": (BIAS_LAST, lambda x, w, b, f: f(x @ w) + b),
    "bias-subtracted": ("The bias is added.", lambda x, w, b, f: f(x @ w - b)),
    "bias-per-input": ("The bias is added once, not once per input.", _neuron_bias_per_input),
    "activation-missing": (NO_ACTIVATION, lambda x, w, b, f: x @ w + b),
    "activation-twice": (TWICE, lambda x, w, b, f: f(f(x @ w + b))),
    "activation-per-input": ("First add up, then apply the activation, once.", lambda x, w, b, f: np.sum(f(x * w)) + b),
    "sum-missing": ("One neuron gives one number: the weighted inputs are added up.", lambda x, w, b, f: f(x * w + b)),
    "mean": ("The weighted inputs are added up, not averaged.", lambda x, w, b, f: f(np.mean(x * w) + b)),
    "own-activation": (GIVEN_ACTIVATION, lambda x, w, b, f: _relu(x @ w + b)),
    "own-tanh": (GIVEN_ACTIVATION, lambda x, w, b, f: np.tanh(x @ w + b)),
    "own-sigmoid": (GIVEN_ACTIVATION, lambda x, w, b, f: _sigmoid(x @ w + b)),
    "bias-cut-to-integer": ("The bias need not be a whole number.", lambda x, w, b, f: f(x @ w + int(b))),
    "last-input-missing": ("Every input counts, the last one too.", lambda x, w, b, f: f(x[:-1] @ w[:-1] + b)),
    "every-input-with-every-weight": (
        "Each input meets one weight, its own.",
        lambda x, w, b, f: f(np.outer(x, w).sum() + b),
    ),
    "weights-normalised": ("The weights count as they are.", lambda x, w, b, f: f(x @ w / np.linalg.norm(w) + b)),
    "axis-left": (ONE_NUMBER, lambda x, w, b, f: f(np.atleast_1d(x @ w + b))),
    "two-axes-left": (ONE_NUMBER, lambda x, w, b, f: f(np.atleast_2d(x @ w + b))),
    "bias-missing-and-activation-missing": (NEITHER, lambda x, w, b, f: x @ w),
    "bias-missing-and-activation-twice": (
        "The bias is missing, and the activation is applied once only.",
        lambda x, w, b, f: f(f(x @ w)),
    ),
    "bias-subtracted-and-activation-missing": (
        "The bias is added, and then the activation is applied to the sum.",
        lambda x, w, b, f: x @ w - b,
    ),
    "mean-and-bias-missing": (
        "The weighted inputs are added up, not averaged, and the bias comes on top.",
        lambda x, w, b, f: f(np.mean(x * w)),
    ),
    "mean-and-bias-after-activation": (
        "The weighted inputs are added up, not averaged, and the bias is part of that sum.",
        lambda x, w, b, f: f(np.mean(x * w)) + b,
    ),
    "sum-missing-and-bias-missing": (
        "The weighted inputs are added up, together with the bias.",
        lambda x, w, b, f: f(x * w),
    ),
}

DENSE: dict[str, tuple[str, Activation]] = {
    "kernel-transposed": (TRANSPOSED, lambda x, k, b, f: f(x @ k.T + b)),
    "kernel-transposed-where-it-fits": (
        TRANSPOSED,
        lambda x, k, b, f: f(x @ (k.T if k.shape[1] == x.shape[-1] else k) + b),
    ),
    "kernel-reshaped": (RESHAPED, lambda x, k, b, f: f(x @ k.reshape(k.shape[::-1]).T + b)),
    "axes-reshaped": (
        "Samples come first, units last, and reshape does not move axes.",
        lambda x, k, b, f: f(np.tensordot(k, x, axes=(0, x.ndim - 1)).reshape(*x.shape[:-1], k.shape[1]) + b),
    ),
    "kernel-cast-to-the-input-type": (
        "Integer inputs do not make integer weights: which dtype does your kernel end up with?",
        lambda x, k, b, f: f(x @ k.astype(x.dtype) + b),
    ),
    "bias-as-column-where-it-fits": (
        "There is one bias per unit, the same for all samples.",
        lambda x, k, b, f: f(x @ k + (b[:, None] if x.ndim == 2 and len(x) == len(b) else b)),
    ),
    "bias-for-two-axes-only": (
        "The bias is added whatever the number of axes.",
        lambda x, k, b, f: f(x @ k + (b if x.ndim == 2 else 0)),
    ),
    "last-unit-missing": ("Every unit has an output, the last one too.", _dense_last_unit_left_out),
    "places-averaged": ("Every place keeps an output of its own: nothing is averaged over places.", _dense_pooled),
    "squeezed": (SQUEEZED, _squeezed(_dense)),
    "softmax-at-the-end": (
        "Nothing is normalised: the activation is all that is applied to the sums.",
        lambda x, k, b, f: _softmax(f(x @ k + b)),
    ),
    "elementwise-product": (
        "Each unit sums over the inputs: that is a matrix product.",
        lambda x, k, b, f: f(x * k + b),
    ),
    "product-reversed": ("The order of a matrix product matters: samples are rows.", lambda x, k, b, f: f(k @ x + b)),
    "bias-as-column": (
        "There is one bias per unit, the same for all samples.",
        lambda x, k, b, f: f(x @ k + b[:, None]),
    ),
    "bias-missing": (BIAS_MISSING, lambda x, k, b, f: f(x @ k)),
    "bias-after-activation": (BIAS_LAST, lambda x, k, b, f: f(x @ k) + b),
    "bias-subtracted": ("The bias is added.", lambda x, k, b, f: f(x @ k - b)),
    "biases-summed": ("Each unit has its own bias.", lambda x, k, b, f: f(x @ k + np.sum(b))),
    "first-bias-for-all": ("Each unit has its own bias.", lambda x, k, b, f: f(x @ k + b[0])),
    "activation-missing": (NO_ACTIVATION, lambda x, k, b, f: x @ k + b),
    "activation-twice": (TWICE, lambda x, k, b, f: f(f(x @ k + b))),
    "activation-on-inputs": (
        "The activation is applied to the sums, not to the inputs.",
        lambda x, k, b, f: f(x) @ k + b,
    ),
    "own-activation": (GIVEN_ACTIVATION, lambda x, k, b, f: _relu(x @ k + b)),
    "own-tanh": (GIVEN_ACTIVATION, lambda x, k, b, f: np.tanh(x @ k + b)),
    "own-sigmoid": (GIVEN_ACTIVATION, lambda x, k, b, f: _sigmoid(x @ k + b)),
    "integer-buffer": (NOT_INTEGER, _dense_integer_buffer),
    "flattened": (LAST_AXIS, _dense_flattened),
    "shape-lost": ("The axes before the last one come back as they were.", _dense_shape_lost),
    "second-axis": (LAST_AXIS, lambda x, k, b, f: f(np.tensordot(x, k, axes=(1, 0)) + b)),
    "output-transposed": ("Samples come first, units last.", lambda x, k, b, f: f(x @ k + b).T),
    "first-sample-for-all": ("Every sample has an output of its own.", _dense_first_sample),
    "mean": ("The weighted inputs are added up, not averaged.", lambda x, k, b, f: f(x @ k / x.shape[-1] + b)),
    "bias-missing-and-activation-missing": (NEITHER, lambda x, k, b, f: x @ k),
    "bias-missing-and-activation-twice": (
        "The bias is missing, and the activation is applied once only.",
        lambda x, k, b, f: f(f(x @ k)),
    ),
    "kernel-transposed-and-bias-missing": (
        "The kernel is (inputs, units) already, and each unit has a bias.",
        lambda x, k, b, f: f(x @ k.T),
    ),
    "kernel-transposed-where-it-fits-and-bias-missing": (
        "The kernel is (inputs, units) already, and each unit has a bias.",
        lambda x, k, b, f: f(x @ (k.T if k.shape[1] == x.shape[-1] else k)),
    ),
    "kernel-transposed-and-bias-as-column": (
        "The kernel is (inputs, units) already, and there is one bias per unit, the same for all samples.",
        lambda x, k, b, f: f(x @ k.T + b[:, None]),
    ),
    "kernel-transposed-and-bias-after-activation": (
        "The kernel is (inputs, units) already, and the bias belongs inside the activation.",
        lambda x, k, b, f: f(x @ k.T) + b,
    ),
    "kernel-transposed-and-activation-missing": (
        "The kernel is (inputs, units) already, and the activation has not been applied.",
        lambda x, k, b, f: x @ k.T + b,
    ),
    "product-reversed-and-bias-as-column": (
        "Samples are rows: that decides the order of the product, and along which axis the biases lie.",
        lambda x, k, b, f: f(k @ x + b[:, None]),
    ),
    "kernel-reshaped-and-bias-missing": (
        "The numbers of the kernel stay where they are, and each unit has a bias.",
        lambda x, k, b, f: f(x @ k.reshape(k.shape[::-1]).T),
    ),
    "first-bias-for-all-and-activation-missing": (
        "Each unit has its own bias, and the activation has not been applied.",
        lambda x, k, b, f: x @ k + b[0],
    ),
    "mean-and-bias-missing": (
        "The weighted inputs are added up, not averaged, and the bias comes on top.",
        lambda x, k, b, f: f(x @ k / x.shape[-1]),
    ),
    "shape-lost-and-bias-missing": (
        "The axes before the last one come back as they were, and each unit has a bias.",
        lambda x, k, b, f: f(x.reshape(-1, x.shape[-1]) @ k),
    ),
    "integer-buffer-and-bias-missing": (
        "The results are cut to integers by the array they are written into, and the bias is missing.",
        lambda x, k, b, f: _dense_integer_buffer(x, k, 0 * b, f),
    ),
}

MLP: dict[str, tuple[str, Activation]] = {
    "relu-missing": ("Without an activation, two layers are one.", lambda *a: _mlp(*a, hidden_activation=lambda z: z)),
    "relu-at-the-end-too": (
        "The last layer is linear: it can give negative numbers.",
        lambda *a: _mlp(*a, output_activation=_relu),
    ),
    "relu-only-at-the-end": (
        "ReLU belongs to the hidden layer, the last one is linear.",
        lambda *a: _mlp(*a, hidden_activation=lambda z: z, output_activation=_relu),
    ),
    "tanh-for-relu": ("The hidden layer uses ReLU.", lambda *a: _mlp(*a, hidden_activation=np.tanh)),
    "softmax-at-the-end": ("The last layer is linear.", lambda *a: _mlp(*a, output_activation=_softmax)),
    "relu-before-bias": (BIAS_LAST, _mlp_relu_before_bias),
    "hidden-bias-missing": ("A bias is missing.", lambda x, hk, hb, ok, ob: _mlp(x, hk, 0 * hb, ok, ob)),
    "output-bias-missing": ("A bias is missing.", lambda x, hk, hb, ok, ob: _mlp(x, hk, hb, ok, 0 * ob)),
    "flattened-first": ("The first layer acts on the last axis; flatten after it.", _mlp_flattened_first),
    "flattened-in-column-order": (
        "Flattening keeps the last axis fastest, as reshape does by default.",
        lambda *a: _mlp(*a, flatten=lambda h: h.reshape(len(h), -1, order="F")),
    ),
    "units-first-when-flattened": (
        "Flattening keeps the last axis, the units, fastest.",
        lambda *a: _mlp(*a, flatten=lambda h: np.moveaxis(h, -1, 1).reshape(len(h), -1)),
    ),
    "batch-mixed-when-flattened": (
        "Samples must not mix: the batch stays the first axis.",
        lambda *a: _mlp(*a, flatten=lambda h: h.reshape(-1, len(h)).T),
    ),
    "columns-before-rows-when-flattened": (
        "Flattening goes row by row, as reshape does by default.",
        lambda *a: _mlp(*a, flatten=lambda h: (h.swapaxes(1, 2) if h.ndim == 4 else h).reshape(len(h), -1)),
    ),
    "gelu-for-relu": ("The hidden layer uses ReLU.", lambda *a: _mlp(*a, hidden_activation=_gelu)),
    "sigmoid-for-relu": ("The hidden layer uses ReLU.", lambda *a: _mlp(*a, hidden_activation=_sigmoid)),
    "leaky-relu": (
        "Below 0 nothing leaks through: the hidden layer uses ReLU as it is.",
        lambda *a: _mlp(*a, hidden_activation=lambda z: np.where(z > 0, z, 0.01 * z)),
    ),
    "squeezed": (SQUEEZED, _squeezed(_mlp)),
    "hidden-bias-missing-and-output-bias-missing": (
        "Each of the two layers has a bias, and neither is used.",
        lambda x, hk, hb, ok, ob: _mlp(x, hk, 0 * hb, ok, 0 * ob),
    ),
    "relu-missing-and-output-bias-missing": (
        "Without an activation, two layers are one, and the second one has a bias.",
        lambda x, hk, hb, ok, ob: _mlp(x, hk, hb, ok, 0 * ob, hidden_activation=lambda z: z),
    ),
    "relu-missing-and-hidden-bias-missing": (
        "The hidden layer has a bias, and a ReLU after it.",
        lambda x, hk, hb, ok, ob: _mlp(x, hk, 0 * hb, ok, ob, hidden_activation=lambda z: z),
    ),
    "flattened-in-column-order-and-relu-missing": (
        "Look at two steps between the layers: the ReLU, and the order in which flattening takes the numbers.",
        lambda *a: _mlp(*a, hidden_activation=lambda z: z, flatten=lambda h: h.reshape(len(h), -1, order="F")),
    ),
    "units-first-when-flattened-and-output-bias-missing": (
        "Flattening keeps the units fastest, and the second layer has a bias.",
        lambda x, hk, hb, ok, ob: _mlp(
            x, hk, hb, ok, 0 * ob, flatten=lambda h: np.moveaxis(h, -1, 1).reshape(len(h), -1)
        ),
    ),
    "flattened-in-column-order-and-relu-at-the-end-too": (
        "Flattening keeps the last axis fastest, and the last layer is linear.",
        lambda *a: _mlp(*a, output_activation=_relu, flatten=lambda h: h.reshape(len(h), -1, order="F")),
    ),
    "not-flattened": ("Between the layers, each sample becomes one row.", lambda *a: _mlp(*a, flatten=lambda h: h)),
    "pooled": (
        "Flattening keeps all places; averaging over them loses where things are.",
        lambda *a: _mlp(*a, flatten=lambda h: h.mean(axis=tuple(range(1, h.ndim - 1)))),
    ),
}

MISTAKES: tuple[Mistake, ...] = (
    *_activation_mistakes(),
    *(Mistake(f"neuron-{name}", "neuron", hint, function) for name, (hint, function) in NEURON.items()),
    *(Mistake(f"dense-{name}", "dense", hint, function) for name, (hint, function) in DENSE.items()),
    *(Mistake(f"mlp-{name}", "mlp", hint, function) for name, (hint, function) in MLP.items()),
)
"""Every known mistake of the dense assignment; names begin with the stub's."""
