"""`identify`: right answers that look at responses, and answers that look at too little."""

import numpy as np


def by_responses(layer, input_shape):
    """Derivatives by differences tell nearly everything; batches keep the number of calls small."""
    places = input_shape[:-1]
    rng = np.random.default_rng(13)
    base, kick = rng.standard_normal(input_shape), 1e-4 * rng.uniform(0.5, 1.5, input_shape[-1])
    outputs, zero = respond(layer, base, kick), layer(np.zeros((1, *input_shape)))
    x, y = rng.standard_normal((2, 1, *input_shape))
    straight = np.allclose(layer(x + y) + zero, layer(x) + layer(y))
    bumps = respond(layer, np.zeros(input_shape), 1e4 * kick)
    inner = bumps.shape[1:-1]
    moved = np.abs(bumps[1:] - bumps[0]).max(axis=-1) > 1e-9
    at = (slice(None), *(n // 2 for n in inner))
    seen = (moved[at] if inner else moved).reshape(places)
    if seen.sum() == 1:
        return {"family": "dense" if straight else "layer_norm"}
    if straight and seen.all():
        return {"family": "dense_flat"}
    rows = [np.flatnonzero(seen.any(axis=tuple(a for a in range(seen.ndim) if a != axis))) for axis in range(seen.ndim)]
    sizes = tuple(len(r) for r in rows)
    constant = np.allclose(layer(np.ones((1, *input_shape))), 1) and np.allclose(zero, 0)
    fewer = bool(inner) and inner != places
    if fewer and constant and zero.shape[-1] == input_shape[-1] and not seen.all():
        return {"family": "pooling", "kind": "average" if straight else "max", "pool_size": sizes}
    if len(places) == 2:
        gaps = tuple(int(r[1] - r[0]) if len(r) > 1 else 1 for r in rows)
        return {"family": "conv2d", "kernel_size": sizes, "strides": strides(moved, places, inner, sizes, gaps)} | {
            "dilation_rate": list(gaps)
        }
    steps = np.repeat(rng.standard_normal((2, 1, 1, input_shape[-1])), input_shape[0], axis=2)
    if inner and np.allclose(layer(steps[0] + steps[1]) + zero, layer(steps[0]) + layer(steps[1])):
        later = x.copy()
        later[:, :-1] = x[:, -2::-1]
        early = x.copy()
        early[:, 1:] = x[:, :0:-1]
        same = np.allclose(layer(later)[:, -1], layer(x)[:, -1]) and np.allclose(layer(early)[:, 0], layer(x)[:, 0])
        return {"family": "attention", "causal": bool(not seen.all()), "positions": bool(not same)}
    if inner:
        way = "bidirectional" if seen.all() else "forward" if seen[0] else "backward"
        return {"family": "lstm", "direction": way, "return_sequences": True}
    sizes = sum(
        np.abs(np.diff(respond(layer, rng.standard_normal(input_shape), kick)[[1, 0, -1]], axis=0)) for _ in range(9)
    )
    late = sizes[1] > sizes[0]
    way = "forward" if late.all() else "bidirectional" if late.any() else "backward"
    return {"family": "lstm", "direction": way, "return_sequences": False, "outputs": outputs.shape}


def respond(layer, base, kick):
    places = base.shape[:-1]
    batch = np.repeat(base[None], 1 + int(np.prod(places)), axis=0)
    for number, place in enumerate(np.ndindex(places), start=1):
        batch[(number, *place)] += kick
    return layer(batch)


def strides(moved, places, inner, sizes, gaps):
    """How far the windows of two neighbouring outputs lie apart."""
    moved, found = moved.reshape(*places, *inner), []
    for axis in (0, 1):
        first = []
        for shift in (0, 1):
            middle = [n // 2 for n in inner]
            middle[axis] += shift - 1
            first.append(np.flatnonzero(moved[(..., *middle)].any(axis=1 - axis)))
        found.append(int(first[1][-1] - first[0][-1]))
    return tuple(found)


def with_the_other_name(layer, input_shape):
    """A dense layer on the last axis is a convolution with a 1x1 kernel."""
    said = by_responses(layer, input_shape)
    return {"family": "conv2d", "kernel_size": (1, 1), "strides": (1, 1)} if said["family"] == "dense" else said


def changed(**details):
    return lambda layer, input_shape: by_responses(layer, input_shape) | details


def swapped(layer, input_shape):
    said = by_responses(layer, input_shape)
    return {key: value[::-1] if isinstance(value, tuple) else value for key, value in said.items()}


def by_the_shape(layer, input_shape):
    output = layer(np.zeros((1, *input_shape))).shape[1:]
    if len(output) == 1:
        return {"family": "dense_flat"}
    if len(input_shape) == 3:
        return {"family": "dense" if output[:-1] == input_shape[:-1] else "conv2d"}
    return {"family": "attention", "causal": False, "positions": False}


def greedy(layer, input_shape):
    for _ in range(70):
        layer(np.zeros((1, *input_shape)))
    return {"family": "dense"}


def taken_for(wrong, *families):
    """Boxes of these families are named as another one."""

    def identify(layer, input_shape):
        said = by_responses(layer, input_shape)
        return {"family": wrong} if said["family"] in families else said

    return identify


RIGHT = {"by-responses": by_responses, "with-the-other-name": with_the_other_name}
WRONG = {
    "always-attention": (
        "0 of 6 found",
        lambda layer, shape: {"family": "attention", "causal": True, "positions": True},
    ),
    "by-the-shape": ("found", by_the_shape),
    "rows-and-columns-swapped": ("All hyperparameters right for", swapped),
    "always-forward": ("All hyperparameters right for", changed(direction="forward")),
    "every-dense-layer-is-on-the-last-axis": ("0 of 6 found", taken_for("dense", "dense_flat")),
    "every-dense-layer-is-flat": ("0 of 6 found", taken_for("dense_flat", "dense")),
    "strides-not-looked-for": ("All hyperparameters right for", changed(strides=(1, 1))),
    "pooling-has-no-channels-of-its-own": ("found", taken_for("dense", "pooling")),
    "never-positions": ("All hyperparameters right for", changed(positions=False)),
    "a-number-for-yes": ("All hyperparameters right for 0 of the 6", changed(causal=1)),
    "a-name-that-is-none": ('a dict whose "family"', lambda layer, shape: {"family": "convolution"}),
    "text": ('a dict whose "family"', lambda layer, shape: "conv2d"),
    "nan": ('a dict whose "family"', lambda layer, shape: np.nan),
    "too-many-calls": ("more than 60 times", greedy),
}
