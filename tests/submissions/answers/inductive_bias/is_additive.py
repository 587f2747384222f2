"""`is_additive`: both parts of f(x + y) - f(0) = (f(x) - f(0)) + (f(y) - f(0)), on inputs that are not special."""

import numpy as np


def three_calls_and_zero(layer, input_shape):
    x, y = np.random.default_rng(1).standard_normal((2, 1, *input_shape))
    zero = layer(np.zeros((1, *input_shape)))
    return bool(np.allclose(layer(x + y) + zero, layer(x) + layer(y)))


def affine_on_a_line(layer, input_shape):
    x, y = np.random.default_rng(2).uniform(-2, 2, (2, 1, *input_shape))
    outputs = layer(np.concatenate([x, 0.75 * x + 0.25 * y, y]))
    return np.abs(outputs[1] - 0.75 * outputs[0] - 0.25 * outputs[2]).max() < 1e-8


def bias_forgotten(layer, input_shape):
    x, y = np.random.default_rng(1).standard_normal((2, 1, *input_shape))
    return bool(np.allclose(layer(x + y), layer(x) + layer(y)))


def only_on_zeros(layer, input_shape):
    x = np.zeros((1, *input_shape))
    return bool(np.allclose(layer(x + x), layer(x)))


def only_scaled_up(layer, input_shape):
    """A maximum passes: it is homogeneous for positive factors."""
    x = np.random.default_rng(1).standard_normal((1, *input_shape))
    zero = layer(np.zeros((1, *input_shape)))
    return bool(np.allclose(layer(2 * x) - zero, 2 * (layer(x) - zero)))


def equal_to_the_last_bit(layer, input_shape):
    x, y = np.random.default_rng(1).standard_normal((2, 1, *input_shape))
    zero = layer(np.zeros((1, *input_shape)))
    return bool(np.array_equal(layer(x + y) - zero, (layer(x) - zero) + (layer(y) - zero)))


RIGHT = {"three-calls-and-zero": three_calls_and_zero, "affine-on-a-line": affine_on_a_line}
WRONG = {
    "bias-forgotten": ("boxes where the answer is True", bias_forgotten),
    "only-on-zeros": ("where it is not", only_on_zeros),
    "only-scaled-up": ("where it is not", only_scaled_up),
    "equal-to-the-last-bit": ("boxes where the answer is True", equal_to_the_last_bit),
    "always": ("on 0 of", lambda layer, input_shape: True),
    "never": ("Right on 0 of", lambda layer, input_shape: False),
    "text": ("should return True or False", lambda layer, input_shape: "yes"),
    "nan": ("should return True or False", lambda layer, input_shape: float("nan")),
}
