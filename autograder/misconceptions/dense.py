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


def _one_hot(z: Array) -> Array:
    return np.asarray((z == z.max(axis=-1, keepdims=True)).astype(float))


def _neuron_bias_per_input(x: Array, w: Array, b: float, activation: Activation) -> Any:
    return activation(np.sum(x * w + b))


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
LAST_AXIS = "Which axis holds the inputs? However many axes there are, the layer acts on the last one."
CLASSES = "The results should add up to 1 over the classes of one sample: over which axis do yours?"

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
        "derivative": ("This is the slope of the curve, not the curve.", lambda z: _sigmoid(z) * (1 - _sigmoid(z))),
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
    }
    softmax: dict[str, tuple[str, Z]] = {
        "over-batch": (CLASSES, lambda z: _softmax(z, 0)),
        "over-everything": (CLASSES, lambda z: _softmax(z, None)),
        "over-axis-1": (CLASSES, lambda z: _softmax(z, 1)),
        "global-max": (
            "One sample's scores are so much larger that another's exponentials all vanish: whose largest score is "
            "subtracted?",
            lambda z: _shares(np.exp(z - z.max())),
        ),
        "no-shift": (
            "Exponentials of large scores are inf. Adding the same number to all scores of a sample changes nothing: "
            "use that first.",
            lambda z: _shares(np.exp(z)),
        ),
        "min-shift": (
            "After your shift the largest score is still large. Which score should become 0?",
            lambda z: _shares(np.exp(z - z.min(axis=-1, keepdims=True))),
        ),
        "not-normalised": ("The results do not add up to 1.", lambda z: np.exp(z - z.max(axis=-1, keepdims=True))),
        "no-exponential": (
            "Shares of the scores themselves may be negative: make the scores positive first.",
            lambda z: _shares(z.astype(float)),
        ),
        "logarithm": ("These are logarithms of probabilities.", lambda z: np.log(_softmax(z))),
        "one-hot": ("Softmax is soft: every class gets a share.", _one_hot),
        "integer-buffer": (NOT_INTEGER, lambda z: _filled(z, _softmax)),
        "sigmoid-shares": (
            "Each score goes through the exponential function, not through a sigmoid.",
            lambda z: _shares(_sigmoid(z)),
        ),
    }
    linear: dict[str, tuple[str, Z]] = {"is-relu": (KEEP_NEGATIVE, _relu), "absolute": (KEEP_NEGATIVE, np.abs)}
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
    "own-activation": ("Use the activation that the function is given.", lambda x, w, b, f: _relu(x @ w + b)),
}

DENSE: dict[str, tuple[str, Activation]] = {
    "kernel-transposed": ("The kernel is (inputs, units) already.", lambda x, k, b, f: f(x @ k.T + b)),
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
    "own-activation": ("Use the activation that the function is given.", lambda x, k, b, f: _relu(x @ k + b)),
    "integer-buffer": (NOT_INTEGER, _dense_integer_buffer),
    "flattened": (LAST_AXIS, _dense_flattened),
    "shape-lost": ("The axes before the last one come back as they were.", _dense_shape_lost),
    "second-axis": (LAST_AXIS, lambda x, k, b, f: f(np.tensordot(x, k, axes=(1, 0)) + b)),
    "output-transposed": ("Samples come first, units last.", lambda x, k, b, f: f(x @ k + b).T),
    "first-sample-for-all": ("Every sample has an output of its own.", _dense_first_sample),
    "mean": ("The weighted inputs are added up, not averaged.", lambda x, k, b, f: f(x @ k / x.shape[-1] + b)),
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
