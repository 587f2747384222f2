"""More claims about convolution, checked by running a student's answer, as in ``conv2d_properties``.

Every function raises ``AssertionError`` with a sentence that says how the claim fails, and nothing where it holds. What
is claimed for every picture, filter or shift is checked on drawn ones, of other sizes than those in the notebook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.exercises import conv2d_reasoning as ask
from autograder.graders.conv2d_properties import CLOSE, convolved, numbers
from forwardpass.form import unstacked

Array = npt.NDArray[Any]


def valid(pictures: Array, kernel: Array, stride: int = 1) -> Array:
    """Maps (n, rows, columns) of grey pictures (n, height, width) under one filter, without padding."""
    return convolved(pictures[..., None], kernel[:, :, None, None], np.zeros(1), (1, stride))[..., 0]


def scaled(kernel: Array) -> Array:
    """The same filter at a size at which no sum exceeds the brightest pixel."""
    return np.asarray(kernel / np.sum(np.abs(kernel)))


def parts(answer: Any, names: Mapping[str, tuple[int, ...]]) -> list[Array]:
    """The arrays of an answer of several, given as a tuple, by name or as one array."""
    answer = unstacked(answer, names)
    if isinstance(answer, dict):
        answer = tuple(answer.get(name) for name in names)
    several = isinstance(answer, (tuple, list)) and len(answer) == len(names)
    assert several, f"An answer here is a tuple of {len(names)} arrays: {', '.join(names)}."
    return [numbers(part, shape, f"`{name}`") for part, (name, shape) in zip(answer, names.items(), strict=True)]


def _signed(rng: np.random.Generator, *shape: int) -> Array:
    """Weights of both signs, none near 0."""
    return np.asarray(rng.uniform(0.2, 1.0, shape) * rng.choice([-1.0, 1.0], shape))


def _same(one: Array, other: Array, close: float = CLOSE) -> bool:
    return bool(np.max(np.abs(one - other)) <= close)


def is_edge_filter(answer: Any, rng: np.random.Generator) -> None:
    """Brightness changes nothing, edges between rows are not seen, and edges between columns are."""
    kernel = scaled(numbers(answer, (3, 3), "The filter"))
    pictures = rng.uniform(0, 1, (4, 8, 9))
    for more in (0.3, 10.0):
        same = _same(valid(pictures + more, kernel), valid(pictures, kernel))
        assert same, "A picture that is brighter all over gives another map: what do the weights add up to?"
    rows = np.broadcast_to(rng.uniform(0, 1, (4, 8, 1)), (4, 8, 9))
    assert _same(valid(rows, kernel), np.zeros(1)), "Edges between rows can be seen in the map as well."
    steps = np.array([np.arange(9) >= place for place in range(3, 7)], float)
    seen = np.abs(valid(np.repeat(steps[:, None], 8, axis=1), kernel)).max(axis=(1, 2))
    assert np.all(seen > 1e-3), "An edge between two columns cannot be seen in the map."


def differs_by_a_turn(answer: Any, rng: np.random.Generator) -> None:
    """The maps of one filter turn with every picture, those of the other one do not."""
    indifferent, particular = (scaled(part) for part in parts(answer, ask.TURNED))
    pictures = rng.uniform(0, 1, (5, 7, 7))

    def turns(kernel: Array, quarters: int = 1) -> bool:
        turned = np.rot90(pictures, quarters, axes=(1, 2))
        return _same(valid(turned, kernel), np.rot90(valid(pictures, kernel), quarters, axes=(1, 2)))

    around = indifferent.copy()
    around[1, 1] = 0.0
    assert np.max(np.abs(around)) > 0.01, "`indifferent` sees no neighbours: only its middle counts."
    half = turns(indifferent, 2)
    assert turns(indifferent) or not half, "`indifferent` passes a half turn, not a quarter turn."
    assert turns(indifferent), "The map of `indifferent` does not turn with the picture."
    assert not turns(particular), "The map of `particular` turns with the picture as well."


def is_both_filters(function: Callable[..., Any], rng: np.random.Generator) -> None:
    """One filter does what two do one after the other, on pictures and for sizes that it has not seen."""
    drawn = rng.integers(1, 5, (3, 2, 2)).tolist()
    drawn[0][0] = [1, 1]
    drawn[0][1][0], drawn[1][0][1] = rng.integers(2, 5, 2).tolist()  # one pixel all through would hide most mistakes
    for number, sizes in enumerate((((3, 3), (3, 3)), *drawn)):
        first, second = (scaled(_signed(rng, *size)) for size in sizes)
        shape = tuple(a + b - 1 for a, b in zip(*sizes, strict=True))
        one = numbers(function(first.copy(), second.copy()), shape, "The filter")
        pictures = rng.uniform(-1, 1, (3, 9, 10))
        due = valid(valid(pictures, first), second)
        if _same(valid(pictures, one), due):
            continue
        assert number == 0, "Right for two filters of 3 x 3, not for filters of other sizes."
        turned = _same(valid(pictures, one[::-1, ::-1]), due)
        assert not turned, "Upside down: turned by half a turn, your filter would be right."
        raise AssertionError("The map of your filter is not the map of the two, one after the other.")


def sees_and_steps(answer: Any, rng: np.random.Generator) -> None:
    """One place depends on exactly so many pixels in a row, all of them, and the next place lies so many further."""
    layers = numbers(answer, (None, 2), "The list of sizes and strides")
    assert len(layers) <= ask.MOST_LAYERS, f"Use {ask.MOST_LAYERS} layers at most."
    whole = np.all(layers == np.rint(layers)) and np.all(layers >= 1) and np.all(layers <= ask.LARGEST)
    assert whole, f"Sizes and strides are whole numbers from 1 to {ask.LARGEST}."
    signal = np.eye(64)[:, None, :]  # one bright pixel in each picture
    for size, stride in layers.astype(int):
        enough = signal.shape[2] >= size + stride  # for two places
        assert enough, "Far too many pixels: one place would see, or step over, 40 of them or more."
        signal = valid(signal, scaled(rng.uniform(0.5, 1.0, (1, size))), int(stride))
    seen = signal[:, 0, :] > 0
    first, second = (np.flatnonzero(seen[:, place]) for place in (0, 1))
    extent, step = first[-1] - first[0] + 1, second[0] - first[0]
    assert extent == ask.FIELD or step == ask.STEP, f"It neither sees {ask.FIELD} pixels nor steps by {ask.STEP}."
    assert extent == ask.FIELD, f"Two places are {ask.STEP} pixels apart, but one does not see {ask.FIELD} pixels."
    assert step == ask.STEP, f"It sees {ask.FIELD} pixels, but two neighbouring places are not {ask.STEP} pixels apart."
    assert len(first) == extent, "Some pixels in between are never seen: a stride is larger than what it strides over."


def has_no_border(function: Callable[..., Any], rng: np.random.Generator) -> None:
    """Around every shift of the picture, the map of what ``function`` gives moves along."""
    sizes = (3, 3), (1, int(rng.integers(2, 6))), (int(rng.integers(4, 6)), 1), tuple(rng.integers(2, 6, 2).tolist())
    pictures = (6, 8), *(tuple(drawn) for drawn in rng.integers(5, 9, (3, 2)).tolist())
    for number, ((height, width), size) in enumerate(zip(pictures, sizes, strict=True)):
        only = "Right for filters of 3 x 3, not for every size. " if number else ""
        picture, kernel = rng.uniform(0.1, 1.0, (height, width)), scaled(_signed(rng, *size))
        around = _surrounded(function, picture, kernel)
        moved = (np.roll(picture, (i, j), (0, 1)) for i in range(height) for j in range(width))
        inside = any(_same(around[:height, :width], each) for each in moved)
        assert inside, f"{only}The picture is not in there as it was: no pixel may be changed or left out."
        drawn = zip(rng.integers(2, height, 4).tolist(), rng.integers(2, width, 4).tolist(), strict=True)
        shifts = [(1, 0), (0, 1), *drawn]
        after = [_surrounded(function, np.roll(picture, shift, (0, 1)), kernel) for shift in shifts]
        start, *maps = valid(np.stack([around, *after]), kernel)
        along = [_same(one, np.roll(start, shift, (0, 1))) for one, shift in zip(maps, shifts, strict=True)]
        down, right, *others = along
        assert down or not right, f"{only}The map moves along to the side, not down."
        assert right or not down, f"{only}The map moves along down, not to the side."
        assert down, f"{only}The map does not move along with the picture: what comes in at its border?"
        assert all(others), f"{only}The map moves along for a shift by one pixel, not for every shift."


def _surrounded(function: Callable[..., Any], picture: Array, kernel: Array) -> Array:
    """The picture with what the student's function has laid around it, for this filter."""
    shape = tuple(n + k - 1 for n, k in zip(picture.shape, kernel.shape, strict=True))
    return numbers(function(picture.copy(), *kernel.shape), shape, "What you return")


def has_the_same_parts(answer: Any, rng: np.random.Generator) -> None:
    """Two pictures, neither of them the other one moved, that any layer of 3 x 3 filters takes for the same."""
    first, second = parts(answer, ask.MOSAIC)
    largest = max(np.max(np.abs(first)), np.max(np.abs(second)))
    both = np.stack([first, second]) / largest
    assert not _same(both[0], both[1], 0.05), "The two pictures are the same, or nearly."
    one, other = map(_content, both)
    moved = one.size > 0 and one.shape == other.shape and _same(one, other, 0.05)
    assert not moved, "One picture is the other one, moved as a whole. Here the parts must be arranged in another way."
    filters = np.stack([scaled(_signed(rng, 3, 3)) for _ in range(24)], axis=-1)
    biases = rng.uniform(-0.2, 0.2, 24)
    # With its negative, a filter sees whatever a ReLU would hide.
    kernel, bias = np.concatenate([filters, -filters], axis=-1)[:, :, None], np.concatenate([biases, -biases])
    pooled = np.maximum(convolved(both[..., None], kernel, bias), 0).mean(axis=(1, 2))
    if not _same(pooled[0], pooled[1], 2e-6):
        pixels = np.sort(both.reshape(2, -1))
        assert _same(pixels[0], pixels[1]), "The two pictures do not have the same pixels, only in other places."
        raise AssertionError("Some filters tell the pictures apart: one window sees two parts, or the border.")


def _content(picture: Array) -> Array:
    """What lies within the smallest frame around all that differs from the background."""
    rows, columns = np.nonzero(np.abs(picture - picture[0, 0]) > 0.05)
    return picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] if rows.size else picture[:0, :0]
