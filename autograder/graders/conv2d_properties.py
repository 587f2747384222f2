"""Claims about convolution, checked by running a student's answer.

Every function takes an answer as it came, raises ``AssertionError`` with a sentence for the student where the claim
does not hold, and guards against answers that make it hold for no good reason (all zeros, NaN, nothing moved).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.graders.judging import credit
from autograder.references import affine, run
from forwardpass.compare import as_array

Array = npt.NDArray[Any]

CLOSE = 1e-4
"""Far above rounding in float32 for numbers of order 1, far below what any wrong construction misses by."""


def numbers(answer: Any, shape: tuple[int | None, ...], what: str) -> Array:
    """Give a real, finite array of this shape (None: any length up to 99) and reasonable size, as float64."""
    assert answer is not None and answer is not Ellipsis, f"{what} is not answered yet."
    array = as_array(answer)
    assert array is not None and array.dtype.kind in "biuf", f"{what} should be an array of real numbers."
    fits = array.ndim == len(shape) and all(
        0 < n <= 99 if due is None else n == due for n, due in zip(array.shape, shape, strict=True)
    )
    due = ", ".join("any" if n is None else str(n) for n in shape)
    assert fits, f"{what} should have shape ({due}{',' if len(shape) == 1 else ''})."
    array = array.astype(np.float64)
    assert np.all(np.isfinite(array)), f"{what} has numbers that are not finite."
    largest = np.max(np.abs(array), initial=0.0)
    assert largest <= 1e6, f"{what} has numbers above a million: choose smaller ones."
    assert largest >= 1e-3, f"{what} is all zero, or nearly."
    return array


def convolved(x: Array, kernel: Array, bias: Any, *options: Any) -> Array:
    """Convolve."""
    return np.asarray(run("conv2d", "conv2d", x, kernel, bias, *options), np.float64)


def maps(picture: Array, kernel: Array, padding: str = "same", dilation: int = 1) -> Array:
    """Give the map of a grey picture under one filter without bias, divided by the largest possible sum."""
    x, k = picture / max(np.max(np.abs(picture)), 1e-30), kernel / max(np.sum(np.abs(kernel)), 1e-30)
    rates = (dilation, dilation)
    return convolved(x[None, :, :, None], k[:, :, None, None], np.zeros(1), (1, 1), padding, rates)[0, :, :, 0]


def moves_right(kernel: Any, rng: np.random.Generator) -> None:
    """With same padding the filter moves every picture one pixel to the right; brightness may change by one factor."""
    weights = numbers(kernel, (3, 3), "The filter")
    for height, width in ((7, 8), (5, 11)):
        picture = rng.uniform(0.1, 1.0, (height, width))
        picture /= picture.max()
        out = maps(picture, weights)
        moved = np.pad(picture, ((0, 0), (1, 0)))[:, :-1]
        factor = np.sum(out * moved) / np.sum(moved * moved)
        assert abs(factor) > 1e-3, "The moved picture cannot be seen in the map."
        back = np.pad(picture, ((0, 0), (0, 1)))[:, 1:]
        to_left = np.allclose(out, back * np.sum(out * back) / np.sum(back * back), rtol=0, atol=CLOSE)
        assert not to_left, "The picture moves to the left. Which pixel must the filter pick for place (i, j)?"
        right = np.allclose(out, factor * moved, rtol=0, atol=CLOSE * abs(factor))
        assert right, "The map is not the picture moved right by one."


def is_equivariant(answer: Any, rng: np.random.Generator) -> None:
    """For every filter, the map of the moved picture is the moved map, and is not the map that was."""
    if isinstance(answer, dict):
        answer = (answer.get("image"), answer.get("shift"))
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    assert pair, "An answer here is a picture and a shift: (image, shift)."
    image, shift = numbers(answer[0], (9, 9), "The picture"), numbers(answer[1], (2,), "The shift")
    assert np.all(shift == np.rint(shift)), "A shift is two whole numbers: down and right."
    down, right = (int(n) for n in shift)
    for _ in range(3):
        kernel = rng.uniform(0.2, 1.0, (3, 3)) * rng.choice([-1.0, 1.0], (3, 3))
        before, after = maps(image, kernel), maps(np.roll(image, (down, right), (0, 1)), kernel)
        differ = np.max(np.abs(after - before)) > 100 * CLOSE * np.max(np.abs(before))
        assert differ, "The map did not change: the moved picture looks like the picture."
        along = np.max(np.abs(after - np.roll(before, (down, right), (0, 1)))) <= CLOSE * np.max(np.abs(before))
        assert along, "The map did not move along with the picture. What happens at the border?"


def is_matrix_of(function: Callable[..., Any], rng: np.random.Generator) -> None:
    """Give the matrix to a dense layer without bias as its kernel: it does what the convolution does."""
    for (kh, kw), (height, width) in (((2, 3), (5, 7)), ((3, 2), (4, 6)), ((1, 4), (3, 5))):
        kernel = rng.uniform(0.2, 1.0, (kh, kw)) * rng.choice([-1.0, 1.0], (kh, kw))
        places = (height - kh + 1) * (width - kw + 1)
        matrix = numbers(function(kernel, height, width), (height * width, places), "The matrix")
        pictures = rng.uniform(-1, 1, (4, height, width, 1))
        due = convolved(pictures, kernel[:, :, None, None], np.zeros(1)).reshape(4, -1)
        got = affine(pictures.reshape(4, -1), matrix, np.zeros(places))
        assert np.allclose(got, due, rtol=0, atol=CLOSE), "Picture times matrix is not the map of the convolution."


def is_dense_per_pixel(function: Callable[..., Any], rng: np.random.Generator) -> None:
    """Conv2D with this kernel gives at every pixel what Dense gives with the kernel that went in."""
    for inputs, units in ((3, 5), (4, 4), (6, 2)):
        kernel, bias = rng.uniform(-1, 1, (inputs, units)), rng.uniform(-1, 1, units)
        filters = numbers(function(kernel), (1, 1, inputs, units), "The kernel")
        x = rng.uniform(-1, 1, (2, 3, 7, inputs))
        due = affine(x, kernel, bias)
        same = np.allclose(convolved(x, filters, bias), due, rtol=0, atol=CLOSE)
        assert same, "The convolution is not the dense layer."


def reveals_columns(kernel: Any, rng: np.random.Generator) -> None:
    """On pictures that are the same everywhere, 7 pixels wide, the map differs visibly in all 7 columns."""
    weights = numbers(kernel, (1, None), "The filter")
    for height in (2, 5):
        columns = maps(np.full((height, 7), rng.uniform(0.5, 2.0)), weights)[0]
        gaps = np.diff(np.sort(columns))
        different = 1 + int(np.sum(gaps > 1e-3 * np.max(np.abs(columns))))
        if different < 7:
            credit(
                (different - 1) / 12,
                f"The map has {different} different values where 7 columns are to be told apart.",
                "Can a pixel in the middle see both borders? And does left look like right?",
            )


def receptive_field(rates: list[int], rng: np.random.Generator) -> Array:
    """Which pixels, out of 63 x 63, one output of a stack of dilated 3 x 3 layers depends on."""
    signal = np.zeros((63, 63))
    signal[31, 31] = 1.0
    for rate in rates:
        signal = maps(signal, rng.uniform(0.5, 1.0, (3, 3)), dilation=rate)
    return signal > 0


def sees_fifteen(answer: Any, rng: np.random.Generator) -> None:
    """At most four layers, and an output depends on every pixel of a square of 15 x 15 and on no other."""
    rates = numbers(answer, (None,), "The list of dilation rates")
    assert len(rates) <= 4, "Use four layers at most."
    whole = np.all(rates == np.rint(rates)) and np.all(rates >= 1)
    assert whole, "A dilation rate is a whole number, 1 or more."
    assert np.max(rates) <= 15, "One of these layers alone sees further than 15 pixels."
    seen = receptive_field([int(rate) for rate in rates], rng)
    rows = np.flatnonzero(seen.any(axis=1))
    extent = int(rows[-1] - rows[0] + 1)
    assert extent == 15, f"From the first to the last pixel it sees this stack spans {extent}, not 15."
    if np.sum(seen) < 15 * 15:
        credit(0.5, "It spans 15 pixels, but some of them lie between the taps and are never seen.")
