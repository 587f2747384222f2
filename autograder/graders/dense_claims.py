"""Claims about dense networks, checked by running a student's weights.

Every function raises ``AssertionError`` with a sentence that says how the claim fails, and nothing where it holds. What
is claimed for every size, place or sample is checked on drawn ones, of other sizes than those in the notebook.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.exercises import dense_reasoning as ask
from autograder.graders.dense_properties import mlp, real_arrays

Array = npt.NDArray[Any]
Weights = list[Array]

MOST_UNITS = 256
LARGEST = 1000.0  # of a weight: far larger inputs than any bias then exist in float32
FAR = 1e9
CLOSE = 1e-3
LADDER = (1e-2, 1.0, 30.0, 1e3, 1e6, FAR)  # sizes of inputs
ROUNDING = 1e-14  # of float64, in sums that cancel


def network(answer: Any, inputs: int, outputs: int) -> Weights:
    """The four arrays of a network with one hidden layer, in agreement about its width."""
    weights = real_arrays(answer, ask.network(inputs, outputs))
    units = {weights[0].shape[1], weights[1].shape[0], weights[2].shape[0]}
    assert len(units) == 1, "The arrays disagree about the number of hidden units."
    assert units.pop() in range(1, MOST_UNITS + 1), f"There must be 1 to {MOST_UNITS} hidden units."
    largest = max(float(np.max(np.abs(part))) for part in weights)
    assert largest <= LARGEST, f"No weight or bias may be larger than {LARGEST:.0f}."
    return weights


def _equal(got: Array, due: Any, scale: Any = 1.0) -> bool:
    """Within a thousandth of ``scale``. Weights are bounded, so that no output overflows."""
    return bool(np.all(np.abs(got - due) <= CLOSE * scale))


def _scales(rng: np.random.Generator) -> Array:
    """Sizes of inputs from 0.01 to ``FAR``, so close that a bump among them is met."""
    steps = np.linspace(np.log10(LADDER[0]), np.log10(FAR), 800)
    return np.asarray(10 ** (steps + rng.uniform(0, steps[1] - steps[0], steps.size)))


def passes_through(function: Callable[..., Any], rng: np.random.Generator) -> None:
    """The network gives out what goes in: numbers of every size and of both signs, however many there are."""
    for size in (ask.SIZE, 1, int(rng.integers(3, 7)), int(rng.integers(7, 12))):
        weights = network(function(size), size, size)
        scales = _scales(rng)[:, None]
        x = scales * rng.uniform(0.5, 2.0, (len(scales), size)) * rng.choice([-1.0, 1.0], (len(scales), size))
        small = scales[:, 0] <= 1
        near = _equal(mlp(x[small], *weights), x[small], scales[small])
        if not near and size == ask.SIZE:
            sizes = np.abs(x[small])
            lost = _equal(mlp(sizes, *weights), sizes, scales[small])
            assert not lost, "Positive numbers pass, negative ones do not: which unit could carry them?"
        assert near or size == ask.SIZE, f"Right for {ask.SIZE} numbers, not for every size."
        assert near, "What comes out is not what went in."
        assert _equal(mlp(x, *weights), x, scales), (
            "Small numbers pass, large ones do not: a bias only moves the place where the loss begins."
        )


def is_larger(answer: Any, rng: np.random.Generator) -> None:
    """The output is the larger one of two numbers, whatever their signs and sizes."""
    weights = network(answer, 2, 1)
    scales = _scales(rng)
    signs = np.tile([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]], (len(scales) // 4, 1))
    every = scales[:, None] * signs * rng.uniform(0.2, 3.0, signs.shape)
    small = scales <= 1
    pairs, scale = every[small], scales[small]
    due, got = pairs.max(axis=1), mlp(pairs, *weights)[:, 0]
    if not _equal(got, due, scale):
        assert not _equal(got, pairs.min(axis=1), scale), "This is the smaller one of the two numbers."
        positive, first = np.all(pairs > 0, axis=1), pairs[:, 0] > pairs[:, 1]

        def right(where: Array) -> bool:
            return _equal(got[where], due[where], scale[where])

        assert not right(positive), "Right where both numbers are positive, and not elsewhere."
        one_sided = right(first) or right(~first)
        assert not one_sided, "Right where one of the two is the larger one, wrong where it is the other."
        raise AssertionError("The output is not the larger number.")
    assert _equal(mlp(every, *weights)[:, 0], every.max(axis=1), scales), "Right for small numbers, not for large ones."


def makes_bumps(function: Callable[..., Any], rng: np.random.Generator) -> None:
    """1 at the place, at least 1/2 up to half of ``width`` away, 0 from ``width`` on, and nowhere outside 0 to 1."""
    widths = rng.permutation(np.geomspace(0.1, 10, 5)) * rng.uniform(1.0, 2.0, 5)
    places = np.array([-1, 1, -1, 1, 1]) * np.array([0.3, 1, 3, 10, 30]) * rng.uniform(0.5, 1.5, 5)
    beyond = np.concatenate([np.arange(1.01, 400, 0.4), np.geomspace(400, 1e4, 100)])
    beyond[1:] += rng.uniform(0, 0.4, beyond.size - 1)
    steps = np.concatenate([np.linspace(0, 1, 21), beyond])
    room = np.maximum(1.0, steps / 50)  # float32 rounds the weights, and that grows with the distance
    for number, (place, width) in enumerate([ask.BUMP, *zip(places.tolist(), widths.tolist(), strict=True)]):
        weights = network(function(place, width), 1, 1)
        only = "" if number == 0 else "Right for place 0 and width 1 only, not for every place and width. "
        right, left = (mlp((place + side * width * steps)[:, None], *weights)[:, 0] for side in (1, -1))
        assert _equal(right[:1], 1.0), f"{only}At its place the bump is not 1."
        assert _equal(left[20:], 0.0, room[20:]), f"{only}Left of the bump the output is not 0."
        assert _equal(right[20:], 0.0, room[20:]), (
            f"{only}Right of the bump the output does not come back to 0 and stay there."
        )
        inside = np.concatenate([left[:21], right[:21]])
        near = np.concatenate([left[:11], right[:11]])
        assert np.all(near >= 0.5 - CLOSE), f"{only}The bump is too narrow: half the width away it is below one half."
        assert np.all((inside >= -CLOSE) & (inside <= 1 + CLOSE)), f"{only}The output leaves the range from 0 to 1."


def ignores_the_second(answer: Any, rng: np.random.Generator) -> None:
    """The second input changes nothing although no weight is 0, and the other two inputs do change the output."""
    weights = network(answer, 3, 1)
    smallest = min(float(np.min(np.abs(weights[part]))) for part in (0, 2))
    assert smallest >= 0.1, "Every kernel weight must be 0.1 or more, or -0.1 or less: no connection is cut."
    x = rng.normal(size=(40, 3))
    moves = rng.uniform(0.5, 3.0, len(x)) * rng.choice([-1.0, 1.0], len(x))

    def change(place: int, size: float) -> float:
        moved = x.copy()
        moved[:, place] += size * moves
        room = ROUNDING * np.max(np.abs(moved) @ np.abs(weights[0]) @ np.abs(weights[2]))
        largest = float(np.max(np.abs(mlp(moved, *weights) - mlp(x, *weights))))
        return largest if largest > room else 0.0

    # Held against what the other inputs do, not against the weights: large ones that cancel would buy room.
    first, second, third = (change(place, 1.0) for place in range(3))
    assert second <= CLOSE * max(min(first, third), 0.01), "The output changes with the second input."
    follows = first > 0.01, third > 0.01
    assert follows[0] == follows[1], "Only the second input may be ignored: one of the others is ignored as well."
    for size in LADDER[2:]:
        first, second, third = (change(place, size) for place in range(3))
        assert second <= CLOSE * min(first, third), (
            "Small changes of the second input are ignored, large ones are not: a unit that is off now can go on."
        )
    assert all(follows), "The output never changes: every input is ignored."


def memorises(function: Callable[..., Any], rng: np.random.Generator) -> None:
    """The network goes through all samples, however many there are and whatever their values."""
    for number, count in enumerate((len(ask.SAMPLES[0]), 2, 9, 20)):
        x, y = ask.SAMPLES
        if number:
            x = rng.uniform(-6, 0) + np.cumsum(rng.uniform(0.4, 1.2, count))
            y = rng.uniform(0.5, 2.0, count) * rng.choice([-1.0, 1.0], count)
        weights = network(function(x.copy(), y.copy()), 1, 1)
        off = mlp(x[:, None], *weights)[:, 0] - y
        only = "Right for the samples of the notebook, not for others. " if number else ""
        if _equal(off, 0.0):
            continue
        assert not _equal(off, off[0]), (
            f"{only}The outputs are off by the same amount for every sample: look at the output bias."
        )
        assert not _equal(off[:2], 0.0), (
            f"{only}The first two samples are met, a later one is not: a unit that is switched on stays on."
        )
        raise AssertionError(f"{only}The network does not go through the samples.")


def finds_anywhere(function: Callable[..., Any], rng: np.random.Generator) -> None:
    """Above one half where the pattern occurs, at whichever place, and below where it does not."""
    whole, size = (int(rng.integers(2, 6)) for _ in range(2))
    sizes = ((1, int(rng.integers(2, 6))), (whole, whole), (size, size + int(rng.integers(1, 7))))
    drawn = [(rng.choice([-1.0, 1.0], size), length) for size, length in sizes]
    for number, (pattern, length) in enumerate([(ask.PATTERN, ask.LENGTH), *drawn]):
        weights = network(function(pattern.copy(), length), length, 1)
        only = "Right for the pattern and the length of the notebook only. " if number else ""
        signals = np.array(list(product([-1.0, 1.0], repeat=length)))
        matches = np.array([[np.array_equal(s[i : i + len(pattern)], pattern) for s in signals]
                            for i in range(length - len(pattern) + 1)])  # fmt: skip
        outputs = mlp(signals, *weights)[:, 0]
        fires, due = outputs > 0.5, matches.any(axis=0)
        if len(matches) > 1 and np.array_equal(fires, matches[0]):
            raise AssertionError(f"{only}The pattern is found at its first place and nowhere else.")
        assert np.any(fires), f"{only}The network never says that the pattern is there."
        assert not np.any(fires & ~due), (
            f"{only}It says yes to signals without the pattern: what does a place give where one number is wrong?"
        )
        assert np.all(fires[due]), f"{only}It misses the pattern at some of its places."
