"""Reasoning about dense networks: which answers are accepted, which refused and how, and what no answer can break."""

from __future__ import annotations

import math

import numpy as np
import pytest

from .answers import ABSURD, FUNCTIONS, banks, every, questions, verdicts

RIGHT, WRONG = ([pytest.param(*case, id=f"{case[0]}-{case[1]}") for case in every("dense", right)]
                for right in (True, False))  # fmt: skip
ALL = questions("dense", "construct", "predict", "choose")
CONSTRUCT = questions("dense", "construct")


@pytest.mark.parametrize(("question", "name", "answer"), RIGHT)
def test_a_right_construction_is_accepted_for_every_secret(question, name, answer, secrets):
    found = verdicts("dense", question, answer, secrets)
    assert len(found) >= secrets
    assert [verdict for verdict in found if not verdict.passed] == []


@pytest.mark.parametrize(("question", "name", "answer"), WRONG)
def test_a_wrong_construction_is_refused_and_told_why(question, name, answer, secrets):
    said, given = answer
    found = verdicts("dense", question, given, secrets)
    assert len(found) >= secrets
    for verdict in found:
        assert not verdict.passed and not verdict.ours, verdict
        assert said in verdict.message


def test_every_construction_has_answers_enough():
    kept = {bank.question: bank for bank in banks("dense")}
    assert set(kept) == set(CONSTRUCT)
    for bank in kept.values():
        assert len(bank.right) >= 2 and len(bank.wrong) >= 4, bank.question


@pytest.mark.parametrize("question", ALL)
def test_no_absurd_answer_is_our_fault(question):
    absurd = {**ABSURD, **(FUNCTIONS if ALL[question].form.name == "function" else {})}
    for name, answer in absurd.items():
        for verdict in verdicts("dense", question, answer, secrets=1):
            assert not verdict.passed and not verdict.ours, (name, verdict)


def test_there_is_enough_to_reason_about():
    kinds = [exercise.kind for exercise in ALL.values()]
    assert kinds.count("construct") >= 8 and kinds.count("predict") >= 10 and kinds.count("choose") >= 8


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
    assert all(verdict.passed for verdict in verdicts("dense", question, PREDICTED[question], secrets=1))


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
        ("choose_assumed", {"a", "b", "c", "d"}, "Shuffle"),
        ("choose_weight", {"a", "d"}, "deaf"),
    ],
)
def test_a_likely_wrong_answer_gets_its_hint(question, answer, said):
    (verdict,) = verdicts("dense", question, answer, secrets=1)
    assert not verdict.passed
    assert said in verdict.hint
