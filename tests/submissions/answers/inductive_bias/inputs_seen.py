"""`inputs_seen`: which places change the middle output, whatever a layer makes of equal or negative changes."""

import numpy as np


def one_batch(layer, input_shape, change=None, tolerance=1e-9, middle=lambda size: size // 2):
    places = input_shape[:-1]
    batch = np.zeros((1 + np.prod(places), *input_shape))
    change = np.random.default_rng(3).uniform(0.5, 1.5, input_shape[-1]) if change is None else change
    for number, place in enumerate(np.ndindex(places), start=1):
        batch[(number, *place)] = change
    outputs = layer(batch)
    if outputs.ndim > 2:
        outputs = outputs[(slice(None), *map(middle, outputs.shape[1:-1]))]
    return (np.abs(outputs[1:] - outputs[0]) > tolerance).any(axis=-1).reshape(places)


def two_backgrounds(layer, input_shape):
    """Large changes of random inputs, of both signs: what one background hides another shows."""
    places = input_shape[:-1]
    seen, rng = np.zeros(places, int), np.random.default_rng(4)
    for sign in (4, 0.7):
        x = rng.standard_normal(input_shape)
        batch = np.repeat(x[None], 1 + seen.size, axis=0)
        for number, place in enumerate(np.ndindex(places), start=1):
            batch[(number, *place)] += sign * rng.uniform(0.5, 1.5, input_shape[-1])
        outputs = layer(batch)
        if outputs.ndim > 2:
            outputs = outputs[(slice(None), *(size // 2 for size in outputs.shape[1:-1]))]
        seen |= (np.abs(outputs[1:] - outputs[0]).max(axis=-1) > 1e-10).reshape(places)
    return seen


RIGHT = {"one-batch": one_batch, "two-backgrounds": two_backgrounds}
WRONG = {
    "all-features-alike": ("Right for", lambda layer, shape: one_batch(layer, shape, 1.0)),
    "negative-changes": ("Right for", lambda layer, shape: one_batch(layer, shape, -np.arange(1.0, shape[-1] + 1))),
    "what-is-weak-does-not-count": ("Right for", lambda layer, shape: one_batch(layer, shape, tolerance=0.1)),
    "the-first-output": ("Right for", lambda layer, shape: one_batch(layer, shape, middle=lambda size: 0)),
    "everything": ("Right for", lambda layer, shape: np.ones(shape[:-1], bool)),
    "all-zeros": ("Right for 0", lambda layer, shape: np.zeros(shape[:-1], bool)),
    "nan": ("Right for 0", lambda layer, shape: np.full(shape[:-1], np.nan)),
    "for-seven-steps-only": ("Right for", lambda layer, shape: one_batch(layer, shape)[:7]),
}
