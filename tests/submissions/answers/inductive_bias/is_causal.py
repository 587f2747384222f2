"""`is_causal`: no output before step t may change with what comes from t on, for any t."""

import numpy as np


def every_cut(layer, input_shape):
    rng = np.random.default_rng(8)
    x, other = rng.standard_normal((2, 1, *input_shape))
    steps = input_shape[0]
    batch = np.concatenate([x, *(np.concatenate([x[:, :t], other[:, t:]], axis=1) for t in range(1, steps))])
    y = layer(batch)
    return all(np.allclose(y[t, :t], y[0, :t]) for t in range(1, steps))


def one_step_at_a_time(layer, input_shape):
    batch = np.zeros((1 + input_shape[0], *input_shape))
    for t in range(input_shape[0]):
        batch[1 + t, t] = np.linspace(0.3, 1.1, input_shape[1])
    moved = np.abs(layer(batch)[1:] - layer(np.zeros((1, *input_shape)))).max(axis=-1) > 1e-10
    return not np.tril(moved, -1).any()


def anticausal(layer, input_shape):
    batch = np.zeros((1 + input_shape[0], *input_shape))
    for t in range(input_shape[0]):
        batch[1 + t, t] = np.linspace(0.3, 1.1, input_shape[1])
    moved = np.abs(layer(batch)[1:] - layer(np.zeros((1, *input_shape)))).max(axis=-1) > 1e-10
    return not np.triu(moved, 1).any()


def first_step_changed(layer, input_shape):
    """The first step is nobody's future."""
    x = np.zeros((1, *input_shape))
    y = x.copy()
    y[:, 0] = 1
    return bool(np.allclose(layer(x)[:, 1:], layer(y)[:, 1:]))


RIGHT = {"every-cut": every_cut, "one-step-at-a-time": one_step_at_a_time}
WRONG = {
    "anticausal": ("Right on", anticausal),
    "first-step-changed": ("Right on", first_step_changed),
    "last-step-of-zeros": ("where it is not", lambda layer, shape: bool(np.allclose(*layer(np.zeros((2, *shape)))))),
    "always": ("on 0 of", lambda layer, shape: True),
    "never": ("Right on 0 of", lambda layer, shape: False),
    "nan": ("should return True or False", lambda layer, shape: np.nan),
}
