"""`shift_step`: the smallest shift in each direction that moves the output by one place."""

import numpy as np


def by_rolling(layer, input_shape, axes=(1, 2), tried=(1, 2, 3), room=3):
    x = np.zeros((1, *input_shape))
    inside = x[:, : -room or None, : -room or None]
    inside[:] = np.random.default_rng(5).standard_normal(inside.shape)
    before, steps = layer(x), []
    if before.ndim != 4:
        return 0, 0
    for axis in axes:
        moved = [np.moveaxis(layer(np.roll(x, step, axis)), axis, 0) for step in tried]
        still = np.moveaxis(before, axis, 0)
        fits = [step for step, after in zip(tried, moved, strict=True) if np.allclose(after[1:], still[:-1])]
        steps.append(fits[0] if fits else 0)
    return tuple(steps)


def by_windows(layer, input_shape):
    """How far the windows of two neighbouring outputs lie apart, from one row, or column, changed at a time."""
    change, found = np.arange(1.0, input_shape[-1] + 1) ** 1.5, []
    for axis in (0, 1):
        batch = np.zeros((1 + input_shape[axis], *input_shape))
        for line in range(input_shape[axis]):
            np.moveaxis(batch[1 + line], axis, 0)[line] = change
        outputs = layer(batch)
        if outputs.ndim != 4:
            return [0, 0]
        moved = (np.abs(outputs[1:] - outputs[0]) > 1e-9).any(axis=-1).any(axis=2 - axis)
        middle = moved.shape[1] // 2
        ends = [np.flatnonzero(moved[:, place])[-1] for place in (middle - 1, middle)]
        found.append(int(ends[1] - ends[0]))
    return found


def one_pixel(layer, input_shape):
    """Where the response to a pixel begins: nowhere, if it falls between two windows."""
    height, width, channels = input_shape
    batch = np.zeros((8, *input_shape))
    for step in range(4):
        batch[step, height // 2 - 2 + step, width // 2] = batch[4 + step, height // 2, width // 2 - 2 + step] = (
            np.arange(1.0, channels + 1)
        )
    outputs = layer(batch) - layer(np.zeros((1, *input_shape)))
    if outputs.ndim != 4:
        return [0, 0]
    found = []
    for part, axis in ((outputs[:4], 0), (outputs[4:], 1)):
        still = np.moveaxis(part, axis + 1, 1)
        fits = [step for step in (1, 2, 3) if np.allclose(still[step][1:], still[0][:-1])]
        found.append(fits[0] if fits else 0)
    return np.array(found)


RIGHT = {"by-rolling": by_rolling, "by-windows": by_windows}
WRONG = {
    "one-pixel": ("Right for", one_pixel),
    "only-one-pixel-tried": ("Right for", lambda layer, shape: by_rolling(layer, shape, tried=(1,))),
    "rows-for-both": ("Right for", lambda layer, shape: by_rolling(layer, shape, axes=(1, 1))),
    "the-wrong-way-round": ("Right for", lambda layer, shape: by_rolling(layer, shape, axes=(2, 1))),
    "largest-instead-of-smallest": (
        "Right for",
        lambda layer, shape: by_rolling(layer, shape, tried=(3, 2, 1), room=3)[:1],
    ),
    "content-over-the-edge": ("Right for", lambda layer, shape: by_rolling(layer, shape, room=0)),
    "always-one": ("Right for", lambda layer, shape: (1, 1)),
    "all-zeros": ("Right for", lambda layer, shape: (0, 0)),
    "nan": ("Right for 0", lambda layer, shape: (np.nan, np.nan)),
}
