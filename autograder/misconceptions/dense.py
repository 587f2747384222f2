"""What goes wrong in neurons and dense layers. Each function is a stub's answer with one mistake in it."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.misconceptions import Mistake
from autograder.misconceptions.dense_activations import (
    ACTIVATIONS,
    NOT_INTEGER,
    SQUEEZED,
    TWICE,
    Activation,
    Array,
    relu,
    sigmoid,
    softmax,
    squeezed,
)


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
    hidden_activation: Activation = relu,
    flatten: Activation = lambda hidden: hidden.reshape(len(hidden), -1),
    output_activation: Activation = lambda z: z,
) -> Any:
    """Compute the right network with one piece replaced."""
    hidden = hidden_activation(x @ hidden_kernel + hidden_bias)
    return output_activation(flatten(hidden) @ output_kernel + output_bias)


def _mlp_flattened_first(x: Array, *weights: Array) -> Any:
    return _mlp(x.reshape(len(x), -1), *weights)


def _mlp_relu_before_bias(x: Array, hk: Array, hb: Array, ok: Array, ob: Array) -> Any:
    return (relu(x @ hk) + hb).reshape(len(x), -1) @ ok + ob


def _gelu(z: Array) -> Array:
    return np.asarray(0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))))


BIAS_LAST = "The bias belongs to the sum, inside the activation."
BIAS_MISSING = "The bias is missing."
NO_ACTIVATION = "This is the sum itself: the activation has not been applied to it."
ONE_NUMBER = "One neuron gives one number, not an array with one number in it."
GIVEN_ACTIVATION = "Use the activation that the function is given."
LAST_AXIS = "Which axis holds the inputs? However many axes there are, the layer acts on the last one."
NEITHER = "The bias is not in the sum, and the activation is not applied to it."
TRANSPOSED = "The kernel is (inputs, units) already."
RESHAPED = "The numbers of the kernel stay where they are: reshape is not a way to turn it."

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
    "own-activation": (GIVEN_ACTIVATION, lambda x, w, b, f: relu(x @ w + b)),
    "own-tanh": (GIVEN_ACTIVATION, lambda x, w, b, f: np.tanh(x @ w + b)),
    "own-sigmoid": (GIVEN_ACTIVATION, lambda x, w, b, f: sigmoid(x @ w + b)),
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
    "squeezed": (SQUEEZED, squeezed(_dense)),
    "softmax-at-the-end": (
        "Nothing is normalised: the activation is all that is applied to the sums.",
        lambda x, k, b, f: softmax(f(x @ k + b)),
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
    "own-activation": (GIVEN_ACTIVATION, lambda x, k, b, f: relu(x @ k + b)),
    "own-tanh": (GIVEN_ACTIVATION, lambda x, k, b, f: np.tanh(x @ k + b)),
    "own-sigmoid": (GIVEN_ACTIVATION, lambda x, k, b, f: sigmoid(x @ k + b)),
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

#: What mistakes have in common that all end in an exception, and so cannot be told apart.
BETWEEN = "Look at the shapes between the two layers."
MLP: dict[str, tuple[str, Activation]] = {
    "relu-missing": ("Without an activation, two layers are one.", lambda *a: _mlp(*a, hidden_activation=lambda z: z)),
    "relu-at-the-end-too": (
        "The last layer is linear: it can give negative numbers.",
        lambda *a: _mlp(*a, output_activation=relu),
    ),
    "relu-only-at-the-end": (
        "ReLU belongs to the hidden layer, the last one is linear.",
        lambda *a: _mlp(*a, hidden_activation=lambda z: z, output_activation=relu),
    ),
    "tanh-for-relu": ("The hidden layer uses ReLU.", lambda *a: _mlp(*a, hidden_activation=np.tanh)),
    "softmax-at-the-end": ("The last layer is linear.", lambda *a: _mlp(*a, output_activation=softmax)),
    "relu-before-bias": (BIAS_LAST, _mlp_relu_before_bias),
    "hidden-bias-missing": ("A bias is missing.", lambda x, hk, hb, ok, ob: _mlp(x, hk, 0 * hb, ok, ob)),
    "output-bias-missing": ("A bias is missing.", lambda x, hk, hb, ok, ob: _mlp(x, hk, hb, ok, 0 * ob)),
    "flattened-first": (f"{BETWEEN} The first layer acts on the last axis; flatten after it.", _mlp_flattened_first),
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
    "sigmoid-for-relu": ("The hidden layer uses ReLU.", lambda *a: _mlp(*a, hidden_activation=sigmoid)),
    "leaky-relu": (
        "Below 0 nothing leaks through: the hidden layer uses ReLU as it is.",
        lambda *a: _mlp(*a, hidden_activation=lambda z: np.where(z > 0, z, 0.01 * z)),
    ),
    "squeezed": (SQUEEZED, squeezed(_mlp)),
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
        lambda *a: _mlp(*a, output_activation=relu, flatten=lambda h: h.reshape(len(h), -1, order="F")),
    ),
    "not-flattened": (f"{BETWEEN} There each sample becomes one row.", lambda *a: _mlp(*a, flatten=lambda h: h)),
    "pooled": (
        f"{BETWEEN} Flattening keeps all places; averaging over them loses where things are.",
        lambda *a: _mlp(*a, flatten=lambda h: h.mean(axis=tuple(range(1, h.ndim - 1)))),
    ),
}

MISTAKES: tuple[Mistake, ...] = (
    *ACTIVATIONS,
    *(Mistake(f"neuron-{name}", "neuron", hint, function) for name, (hint, function) in NEURON.items()),
    *(Mistake(f"dense-{name}", "dense", hint, function) for name, (hint, function) in DENSE.items()),
    *(Mistake(f"mlp-{name}", "mlp", hint, function) for name, (hint, function) in MLP.items()),
)
"""Every known mistake of the dense assignment; names begin with the stub's."""
