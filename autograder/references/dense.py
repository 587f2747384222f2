"""The formulas of the dense assignment in float64, each with its forward-error bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.references import Expected
from autograder.references.bounds import ACTIVATION, contraction_bound, softmax_bound

Array = npt.NDArray[np.float64]


def _float64(x: Any) -> Array:
    return np.asarray(x, np.float64)


def _rounding(value: Array) -> Array:
    """Allow for evaluating a function at an exact argument: 8 u, relative once the value is larger than 1."""
    return np.asarray(ACTIVATION * np.maximum(1.0, np.abs(value)))


def _activated(activation: Callable[..., Any], z: Array, bound: Array) -> Expected:
    """f(z) where z is known within ``bound``: f moves at most as far as it does at the two ends."""
    value = _float64(activation(z))
    moved = np.maximum(np.abs(activation(z + bound) - value), np.abs(activation(z - bound) - value))
    return Expected(value, moved + _rounding(value))


def _affine(x: Array, kernel: Array, bias: Array) -> tuple[Array, Array]:
    """x·kernel + bias over the last axis, and its bound."""
    magnitude = np.abs(x) @ np.abs(kernel) + np.abs(bias)
    return x @ kernel + bias, contraction_bound(magnitude, x.shape[-1])


def linear(z: Any) -> Expected:
    """f(z) = z."""
    return Expected(_float64(z), _rounding(_float64(z)))


def relu(z: Any) -> Expected:
    """f(z) = max(z, 0)."""
    value = np.maximum(_float64(z), 0.0)
    return Expected(value, _rounding(value))


def sigmoid(z: Any) -> Expected:
    """f(z) = 1 / (1 + exp(-z)) = exp(-log(1 + exp(-z))), which no argument overflows."""
    value = np.exp(-np.logaddexp(0.0, -_float64(z)))
    return Expected(value, _rounding(value))


def tanh(z: Any) -> Expected:
    """f(z) = (e^z - e^-z) / (e^z + e^-z)."""
    value = np.tanh(_float64(z))
    return Expected(value, _rounding(value))


def softmax(z: Any) -> Expected:
    """exp(z_k) / sum_j exp(z_j) over the last axis."""
    logits = _float64(z)
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return Expected(powers / powers.sum(axis=-1, keepdims=True), softmax_bound(logits))


def neuron(x: Any, w: Any, b: float, activation: Callable[..., Any]) -> Expected:
    """f(x·w + b) for one sample: x (inputs,), w (inputs,)."""
    return _activated(activation, *_affine(_float64(x), _float64(w), _float64(b)))


def dense(x: Any, kernel: Any, bias: Any, activation: Callable[..., Any]) -> Expected:
    """f(x·kernel + bias): x (..., inputs), kernel (inputs, units), bias (units,)."""
    return _activated(activation, *_affine(_float64(x), _float64(kernel), _float64(bias)))


def mlp(x: Any, hidden_kernel: Any, hidden_bias: Any, output_kernel: Any, output_bias: Any) -> Expected:
    """Dense(relu), flatten, dense(linear); the hidden layer's bound passes through the output layer."""
    hidden, hidden_bound = _affine(_float64(x), _float64(hidden_kernel), _float64(hidden_bias))
    flat = np.maximum(hidden, 0.0).reshape(len(hidden), -1)
    value, bound = _affine(flat, _float64(output_kernel), _float64(output_bias))
    return Expected(value, bound + hidden_bound.reshape(flat.shape) @ np.abs(_float64(output_kernel)))


EXACT: dict[str, Callable[..., Expected]] = {
    "linear": linear,
    "relu": relu,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "softmax": softmax,
    "neuron": neuron,
    "dense": dense,
    "mlp": mlp,
}
