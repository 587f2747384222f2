"""`is_permutation_equivariant`: shuffled in, shuffled out, and nothing else."""

import numpy as np


def turned_round(layer, input_shape):
    x = np.random.default_rng(6).standard_normal((1, *input_shape))
    before, after = layer(x), layer(x[:, ::-1])
    return before.shape[1:-1] == input_shape[:1] and bool(np.allclose(after, before[:, ::-1]))


def shuffled(layer, input_shape):
    rng = np.random.default_rng(7)
    order = rng.permutation(input_shape[0])
    x = rng.standard_normal((3, *input_shape))
    before, after = layer(x), layer(x[:, order])
    if before.ndim == 2 or before.shape[1] != len(order):
        return np.False_
    return (np.abs(after - before[:, order]) < 1e-8).all()


def same_set_of_numbers(layer, input_shape):
    """The outputs as a whole are compared, not where they are: a mean would do."""
    x = np.random.default_rng(6).standard_normal((1, *input_shape))
    return bool(np.allclose(layer(x).sum(), layer(x[:, ::-1]).sum()))


def not_shuffled_back(layer, input_shape):
    x = np.random.default_rng(6).standard_normal((1, *input_shape))
    return bool(np.allclose(layer(x), layer(x[:, ::-1])))


def on_constant_steps(layer, input_shape):
    x = np.ones((1, *input_shape))
    y = layer(x)
    return y.ndim == 3 and bool(np.allclose(y, layer(x[:, ::-1])))


RIGHT = {"turned-round": turned_round, "shuffled": shuffled}
WRONG = {
    "not-shuffled-back": ("Right on 0 of", not_shuffled_back),
    "on-constant-steps": ("where it is not", on_constant_steps),
    "by-the-shape": ("where it is not", lambda layer, shape: layer(np.zeros((1, *shape))).shape[1:-1] == shape[:1]),
    "always": ("on 0 of", lambda layer, shape: True),
    "never": ("Right on 0 of", lambda layer, shape: False),
    "one": ("should return True or False", lambda layer, shape: 1),
}
