"""`has_budget`: additive where all steps are equal, and not in general."""

import numpy as np


def additive(layer, x, y):
    zero = layer(np.zeros(x.shape))
    return bool(np.allclose(layer(x + y) + zero, layer(x) + layer(y)))


def both_halves(layer, input_shape):
    steps, width = input_shape
    rng = np.random.default_rng(11)
    equal = np.repeat(rng.standard_normal((2, 1, 1, width)), steps, axis=2)
    return additive(layer, *equal) and not additive(layer, *rng.standard_normal((2, 1, *input_shape)))


def straight_lines(layer, input_shape):
    rng = np.random.default_rng(12)

    def bent(shape):
        x, y = (np.broadcast_to(rng.uniform(-2, 2, shape), input_shape) for _ in range(2))
        a, b, c = layer(np.stack([x, (x + y) / 2, y]))
        return np.abs(a - 2 * b + c).max() > 1e-8

    return not bent((1, input_shape[1])) and bent(input_shape)


def only_equal_steps(layer, input_shape):
    equal = np.repeat(np.random.default_rng(11).standard_normal((2, 1, 1, input_shape[1])), input_shape[0], axis=2)
    return additive(layer, *equal)


def all_entries_equal(layer, input_shape):
    """With all features alike, layer normalisation gives nothing but its shift, which is additive."""
    rng = np.random.default_rng(11)
    return additive(layer, np.full((1, *input_shape), 0.7), np.full((1, *input_shape), -0.4)) and not additive(
        layer, *rng.standard_normal((2, 1, *input_shape))
    )


RIGHT = {"both-halves": both_halves, "straight-lines": straight_lines}
WRONG = {
    "only-equal-steps": ("where it is not", only_equal_steps),
    "all-entries-equal": ("where it is not", all_entries_equal),
    "not-additive": (
        "where it is not",
        lambda layer, shape: not additive(layer, *np.random.default_rng(1).standard_normal((2, 1, *shape))),
    ),
    "always": ("on 0 of", lambda layer, shape: True),
    "never": ("Right on 0 of", lambda layer, shape: False),
    "all-zeros": ("should return True or False", lambda layer, shape: np.zeros(shape)),
}
