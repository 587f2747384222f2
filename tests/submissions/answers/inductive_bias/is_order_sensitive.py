"""`is_order_sensitive`: the last output and the steps before it, the first output and the steps behind it."""

import numpy as np


def both_ends(layer, input_shape, ends=("last", "first")):
    x = np.random.default_rng(9).standard_normal((1, *input_shape))
    early, late = x.copy(), x.copy()
    early[:, :-1], late[:, 1:] = x[:, -2::-1], x[:, :0:-1]
    before, after, behind = layer(x), layer(early), layer(late)
    if before.ndim == 2:
        return not np.allclose(before, after)
    last, first = np.allclose(before[:, -1], after[:, -1]), np.allclose(before[:, 0], behind[:, 0])
    return ("last" in ends and not last) or ("first" in ends and not first)


def many_shuffles(layer, input_shape):
    rng = np.random.default_rng(10)
    x, steps = rng.standard_normal(input_shape), input_shape[0]
    batch = np.stack([x, *(x[[*rng.permutation(steps - 1), steps - 1]] for _ in range(5))])
    batch = np.concatenate([batch, np.stack([x[[0, *(1 + rng.permutation(steps - 1))]] for _ in range(5)])])
    y = layer(batch)
    ends = [y[:6]] if y.ndim == 2 else [y[:6, -1], y[[0, 6, 7, 8, 9, 10], 0]]
    return any(np.abs(end[1:] - end[0]).max() > 1e-8 for end in ends)


def any_shuffle(layer, input_shape):
    x = np.random.default_rng(9).standard_normal((1, *input_shape))
    return not np.allclose(layer(x), layer(x[:, ::-1]))


def not_equivariant(layer, input_shape):
    """Causal attention is not equivariant either, and its last output knows no order."""
    x = np.random.default_rng(9).standard_normal((1, *input_shape))
    y, z = layer(x), layer(x[:, ::-1])
    return y.shape[1:-1] != input_shape[:1] or not np.allclose(y, z[:, ::-1])


RIGHT = {"both-ends": both_ends, "many-shuffles": many_shuffles}
WRONG = {
    "any-shuffle": ("where it is not", any_shuffle),
    "not-equivariant": ("where it is not", not_equivariant),
    "last-output-only": ("where the answer is True", lambda layer, shape: both_ends(layer, shape, ("last",))),
    "first-output-only": ("where the answer is True", lambda layer, shape: both_ends(layer, shape, ("first",))),
    "always": ("on 0 of", lambda layer, shape: True),
    "never": ("Right on 0 of", lambda layer, shape: False),
}
