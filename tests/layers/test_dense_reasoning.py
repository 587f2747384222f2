"""What is predicted and chosen: found once more by computing, and likely wrong answers get their hints."""

from __future__ import annotations

import math

import numpy as np
import pytest

from .answer_bank import verdicts

# -- predictions, found once more by computing -------------------------------------------------------------------------


def relu(z):
    return np.maximum(z, 0)


def steep(x):
    return 2 * relu(x - 1) + relu(3 - 2 * x) - relu(3 * x + 1) + 4


def patterned(length, size):
    places = length - size + 1
    return length * places + places + places + 1


PREDICTED = {
    "predict_corners": 5,
    "predict_last_slope": steep(1001.0) - steep(1000.0),
    "predict_threefold": 15,
    "predict_orders": math.factorial(4),
    "predict_softmax_total": 6.0,
    "predict_touched": (8, 2),
    "predict_copies": patterned(32, 3),
}


@pytest.mark.parametrize("question", PREDICTED)
def test_a_prediction_is_what_comes_out(question):
    assert all(verdict.passed for verdict in verdicts("dense", question, PREDICTED[question]))


def test_every_sum_grows_threefold_without_biases():
    rng = np.random.default_rng(0)
    layers = [rng.normal(size=shape) for shape in ((4, 6), (6, 5), (5, 1))]
    x = rng.normal(size=(20, 4))
    one, three = (relu(relu(z @ layers[0]) @ layers[1]) @ layers[2] for z in (x, 3 * x))
    np.testing.assert_allclose(three, 3 * one)


def test_five_units_bend_a_line_five_times():
    x = np.linspace(-3, 8, 2201)
    bends = np.diff(sum(relu(x - corner) * (-1) ** corner for corner in range(5)), 2)
    assert np.sum(np.abs(bends) > 1e-9) == 5


def test_one_pixel_touches_so_many_numbers():
    rng = np.random.default_rng(1)
    kernel, last = rng.normal(size=(3, 8)), rng.normal(size=(6 * 7 * 8, 2))
    x = rng.normal(size=(4, 6, 7, 3))
    other = x.copy()
    other[1, 2, 3] += 1.0
    first, second = ((z @ kernel, (z @ kernel).reshape(4, -1) @ last) for z in (x, other))
    assert tuple(int(np.sum(a != b)) for a, b in zip(first, second, strict=True)) == (8, 2)


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("predict_copies", 151, "zeros as well"),
        ("predict_touched", (8192, 2), "one pixel at a time"),
        ("predict_last_slope", -3, "switched off"),
        ("predict_orders", 16, "two places"),
        ("choose_unseen_place", "a", "weights of their own"),
        ("choose_assumed", {"a", "b", "d", "e"}, "Shuffle"),
        ("choose_weight", {"a", "d"}, "deaf"),
    ],
)
def test_a_likely_wrong_answer_gets_its_hint(question, answer, said):
    (verdict,) = verdicts("dense", question, answer)
    assert not verdict.passed
    assert said in verdict.hint
