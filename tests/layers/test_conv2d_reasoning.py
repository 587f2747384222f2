"""What is predicted and chosen: found once more by computing, and likely wrong answers get their hints."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.references import run

from .answer_bank import verdicts

# -- predictions, found once more by computing -------------------------------------------------------------------------


def touched(place):
    """How many numbers change in two layers of 8 and 4 filters where one pixel of a picture of 15 x 16 changes."""
    rng = np.random.default_rng(0)
    kernels = rng.normal(size=(3, 3, 1, 8)), rng.normal(size=(3, 3, 8, 4))
    pictures = np.zeros((2, 15, 16, 1))
    pictures[1][place] = 1.0
    counts = []
    for kernel in kernels:
        pictures = run("conv2d", "conv2d", pictures, kernel, np.zeros(kernel.shape[-1]), (1, 1), "same")
        counts.append(int(np.sum(pictures[0] != pictures[1])))
    return tuple(counts)


def field_of(layers):
    """How many pixels in a row one place depends on."""
    signal = np.eye(99)[:, None, :, None]
    for size, stride in layers:
        signal = run("conv2d", "conv2d", signal, np.ones((1, size, 1, 1)), np.zeros(1), (1, stride))
    return int(np.sum(signal[:, 0, 0, 0] > 0))


PREDICTED = {
    "predict_brighter": 0.5 * 2,
    "predict_touched_places": touched((7, 8)),
    "predict_touched_corner": touched((0, 0))[0],
    "predict_two_small": 2 * np.zeros((3, 3, 16, 16)).size,
    "predict_separable": np.zeros((7, 1)).size + np.zeros((1, 7)).size,
    "predict_field": field_of([(3, 2)] * 3),
    "predict_head": (32 * 32 * 8 * 10 + 10, 8 * 10 + 10),
}


@pytest.mark.parametrize("question", PREDICTED)
def test_a_prediction_is_what_comes_out(question):
    assert all(verdict.passed for verdict in verdicts("conv2d", question, PREDICTED[question]))


def test_a_map_gains_the_sum_of_the_weights_times_what_the_picture_gains():
    rng = np.random.default_rng(2)
    picture, kernel = rng.uniform(size=(1, 6, 7, 1)), rng.normal(size=(3, 3, 1, 1))
    kernel += (2 - kernel.sum()) / 9
    one, other = (run("conv2d", "conv2d", each, kernel, np.zeros(1)) for each in (picture, picture + 0.5))
    np.testing.assert_allclose(other - one, 1.0, atol=1e-6)


def test_a_filter_of_rank_one_is_a_column_and_a_row():
    rng = np.random.default_rng(3)
    picture, column, row = rng.uniform(size=(1, 9, 10, 1)), rng.normal(size=(7, 1)), rng.normal(size=(1, 7))
    whole, *both = (each[:, :, None, None] for each in (column @ row, column, row))
    once = run("conv2d", "conv2d", picture, whole, np.zeros(1))
    twice = picture
    for kernel in both:
        twice = run("conv2d", "conv2d", twice, kernel, np.zeros(1))
    np.testing.assert_allclose(twice, once, atol=1e-5)


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("predict_touched_places", (72, 36), "everything that has changed"),
        ("predict_touched_corner", 72, "outside of the picture"),
        ("predict_field", 27, "do not multiply"),
        ("predict_head", (81930, 10250), "one number of each map"),
        ("choose_turned", {"a", "b"}, "not between directions"),
        ("choose_stack", {"b", "c", "d", "e"}, "18 numbers"),
        ("choose_parts", {"c"}, "one part at a time"),
    ],
)
def test_a_likely_wrong_answer_gets_its_hint(question, answer, said):
    (verdict,) = verdicts("conv2d", question, answer)
    assert not verdict.passed
    assert said in verdict.hint


@pytest.mark.parametrize("offset", range(3))
def test_parts_may_stand_wherever_no_window_sees_two_of_them(offset):
    """Two dots three pixels apart or more, and two from the border, are the same to every filter."""
    for distance in range(3, 8 - offset):
        pictures = np.zeros((2, 12, 12))
        pictures[0, 2, 2] = pictures[0, 9, 9] = pictures[1, 2 + offset, 2] = pictures[1, 2 + offset, 2 + distance] = 1.0
        (verdict,) = verdicts("conv2d", "mosaic", tuple(pictures))
        assert verdict.passed, verdict
