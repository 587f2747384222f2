"""The stubs of the LSTM assignment, done by Keras: `check(..., live=True)` and the graders' references.

Only `keras.layers` and `keras.ops`, so the backend may be TensorFlow, JAX or Torch. Keras is imported inside the
functions: importing this module costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray
State = tuple[Array, Array]


def _float32(*arrays: Any) -> list[Array]:
    return [np.asarray(array, dtype=np.float32) for array in arrays]


def _numpy(tensors: Any) -> tuple[Array, ...]:
    from keras import ops

    return tuple(np.asarray(ops.convert_to_numpy(tensor)) for tensor in tensors)


def to_timesteps(flat: Array, features: int) -> Array:
    """Flat (batch, steps * features) as (batch, steps, features), by `keras.layers.Reshape`."""
    from keras import layers

    (flat,) = _float32(flat)
    return _numpy([layers.Reshape((-1, int(features)))(flat)])[0]


def gates(x_t: Array, h: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> tuple[Array, ...]:
    """(i, f, candidate, o), each (batch, units). Keras keeps them inside its cell, so they are written with its ops."""
    from keras import ops

    x_t, h, kernel, recurrent_kernel, bias = _float32(x_t, h, kernel, recurrent_kernel, bias)
    z = ops.matmul(x_t, kernel) + ops.matmul(h, recurrent_kernel) + bias
    i, f, candidate, o = ops.split(z, 4, axis=-1)
    return _numpy([ops.sigmoid(i), ops.sigmoid(f), ops.tanh(candidate), ops.sigmoid(o)])


def lstm_step(x_t: Array, h: Array, c: Array, kernel: Array, recurrent_kernel: Array, bias: Array) -> State:
    """(h, c) after one timestep, each (batch, units), by `keras.layers.LSTMCell`."""
    from keras import layers

    x_t, h, c, kernel, recurrent_kernel, bias = _float32(x_t, h, c, kernel, recurrent_kernel, bias)
    cell = layers.LSTMCell(recurrent_kernel.shape[0])
    cell.build((None, kernel.shape[0]))
    cell.set_weights([kernel, recurrent_kernel, bias])
    _, state = cell(x_t, [h, c])
    new_h, new_c = _numpy(state)
    return new_h, new_c


def lstm(
    x: Array,
    kernel: Array,
    recurrent_kernel: Array,
    bias: Array,
    initial_state: State | None = None,
    return_sequences: bool = False,
    return_state: bool = False,
) -> Array | tuple[Array, ...]:
    """The output of `keras.layers.LSTM`: (batch, units), or (batch, steps, units), or with h and c (output, h, c)."""
    from keras import layers

    x, kernel, recurrent_kernel, bias = _float32(x, kernel, recurrent_kernel, bias)
    layer = layers.LSTM(
        recurrent_kernel.shape[0], return_sequences=bool(return_sequences), return_state=bool(return_state)
    )
    layer.build(x.shape)
    layer.set_weights([kernel, recurrent_kernel, bias])
    result = layer(x, initial_state=None if initial_state is None else _float32(*initial_state))
    return _numpy(result) if return_state else _numpy([result])[0]


KERAS: dict[str, Callable[..., Any]] = {
    "to_timesteps": to_timesteps,
    "gates": gates,
    "lstm_step": lstm_step,
    "lstm": lstm,
}
