"""The formulas of the LSTM assignment in float64, each with its error bound.

    z = x_t · kernel + h · recurrent_kernel + bias, split into i, f, candidate, o
    c' = sigmoid(f) c + sigmoid(i) tanh(candidate)          h' = sigmoid(o) tanh(c')

Source: Hochreiter & Schmidhuber, Long short-term memory (1997), with the forget gate of Gers, Schmidhuber & Cummins
(2000), in Keras' order of the gates. Errors accumulate over time, so the bounds are found by jittering.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.references import Expected
from autograder.references.bounds import rounded, value_and_bound

Array = npt.NDArray[np.float64]


def _sigmoid(z: Array) -> Array:
    return np.asarray(np.exp(-np.logaddexp(0.0, -z)))


def _gates(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> tuple[Array, ...]:
    z = rounded(x_t @ kernel + h @ recurrent_kernel + bias)
    i, f, candidate, o = np.split(z, 4, axis=-1)
    return rounded(_sigmoid(i)), rounded(_sigmoid(f)), rounded(np.tanh(candidate)), rounded(_sigmoid(o))


def _step(x_t: Array, h: Array, c: Array, *weights: Array) -> tuple[Array, Array]:
    i, f, candidate, o = _gates(x_t, h, *weights)
    c = rounded(f * c + i * candidate)
    return rounded(o * np.tanh(c)), c


def _lstm(
    x: Array,
    kernel: Array,
    recurrent_kernel: Array,
    bias: Array,
    initial_state: tuple[Array, Array] | None = None,
    return_sequences: bool = False,
    return_state: bool = False,
) -> Any:
    zeros = np.zeros((len(x), len(recurrent_kernel)))
    h, c = (zeros, zeros) if initial_state is None else initial_state
    outputs = []
    for t in range(x.shape[1]):
        h, c = _step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        outputs.append(h)
    output = np.stack(outputs, axis=1) if return_sequences else h
    return (output, h, c) if return_state else output


def _expected(formula: Callable[..., Any], *args: Any, **kwargs: Any) -> Expected:
    wide = [_float64(argument) for argument in args]
    named = {name: _float64(argument) for name, argument in kwargs.items()}
    return Expected(*value_and_bound(formula, *wide, **named))


def _float64(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        return np.asarray(argument, np.float64)
    return tuple(_float64(part) for part in argument) if isinstance(argument, (tuple, list)) else argument


def to_timesteps(flat: Any, features: int) -> Expected:
    """The same numbers as (batch, steps, features): nothing is computed, so nothing may differ."""
    value = np.asarray(flat, np.float64)
    value = value.reshape(len(value), -1, features)
    return Expected(value, np.zeros_like(value))


def gates(x_t: Any, h: Any, kernel: Any, recurrent_kernel: Any, bias: Any) -> Expected:
    """(i, f, candidate, o), each (batch, units)."""
    return _expected(_gates, x_t, h, kernel, recurrent_kernel, bias)


def lstm_step(x_t: Any, h: Any, c: Any, kernel: Any, recurrent_kernel: Any, bias: Any) -> Expected:
    """(h, c) after one timestep, each (batch, units)."""
    return _expected(_step, x_t, h, c, kernel, recurrent_kernel, bias)


def lstm(
    x: Any,
    kernel: Any,
    recurrent_kernel: Any,
    bias: Any,
    initial_state: Any = None,
    return_sequences: bool = False,
    return_state: bool = False,
) -> Expected:
    """(batch, units), or (batch, steps, units) with ``return_sequences``; (output, h, c) with ``return_state``."""
    options = {"return_sequences": return_sequences, "return_state": return_state}
    return _expected(_lstm, x, kernel, recurrent_kernel, bias, initial_state, **options)


EXACT: dict[str, Callable[..., Expected]] = {
    "to_timesteps": to_timesteps,
    "gates": gates,
    "lstm_step": lstm_step,
    "lstm": lstm,
}
