"""Keras's answers for the dense assignment: `keras.layers` and `keras.ops` only, so any backend will do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def _float32(x: Any) -> Array:
    return np.asarray(x, np.float32)


def _numpy(tensor: Any) -> Array:
    from keras import ops

    return np.asarray(ops.convert_to_numpy(tensor))


def _keras_activation(activation: Callable[..., Any]) -> Callable[..., Any]:
    """Find the function of `keras.ops` that has the name of a NumPy ufunc."""
    from keras import ops

    function: Callable[..., Any] = getattr(ops, activation.__name__)
    return function


def _dense_layer(x: Array, kernel: Any, bias: Any, activation: Any) -> Any:
    from keras import layers

    layer = layers.Dense(np.shape(kernel)[1], activation=activation, dtype="float32")
    layer.build(x.shape)
    layer.set_weights([_float32(kernel), _float32(bias)])
    return layer(x)


def linear(z: Any) -> Array:
    """Identity."""
    from keras import layers

    return _numpy(layers.Activation("linear", dtype="float32")(_float32(z)))


def relu(z: Any) -> Array:
    """max(z, 0)."""
    from keras import ops

    return _numpy(ops.relu(_float32(z)))


def sigmoid(z: Any) -> Array:
    """1 / (1 + exp(-z))."""
    from keras import ops

    return _numpy(ops.sigmoid(_float32(z)))


def tanh(z: Any) -> Array:
    """Hyperbolic tangent."""
    from keras import ops

    return _numpy(ops.tanh(_float32(z)))


def softmax(z: Any) -> Array:
    """Softmax over the last axis."""
    from keras import ops

    return _numpy(ops.softmax(_float32(z), axis=-1))


def neuron(x: Any, w: Any, b: float, activation: Callable[..., Any]) -> Array:
    """Use a Dense layer with one unit on one sample: x (inputs,), w (inputs,) → a number, shape ()."""
    return dense(_float32(x)[None], _float32(w)[:, None], _float32([b]), activation).reshape(())


def dense(x: Any, kernel: Any, bias: Any, activation: Callable[..., Any]) -> Array:
    """Dense on the last axis: x (..., inputs), kernel (inputs, units), bias (units,) → (..., units)."""
    return _numpy(_dense_layer(_float32(x), kernel, bias, _keras_activation(activation)))


def mlp(x: Any, hidden_kernel: Any, hidden_bias: Any, output_kernel: Any, output_bias: Any) -> Array:
    """Dense(relu) on the last axis, Flatten, Dense(linear): x (batch, ..., inputs) → (batch, outputs)."""
    from keras import layers

    hidden = _dense_layer(_float32(x), hidden_kernel, hidden_bias, "relu")
    return _numpy(_dense_layer(layers.Flatten()(hidden), output_kernel, output_bias, "linear"))


KERAS: dict[str, Callable[..., Any]] = {
    "linear": linear,
    "relu": relu,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "softmax": softmax,
    "neuron": neuron,
    "dense": dense,
    "mlp": mlp,
}
