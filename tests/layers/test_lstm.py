"""The LSTM's stubs: references, cases, mistakes, right styles, and formulas worked by hand."""

from __future__ import annotations

import ast
import runpy
import warnings
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from autograder import references
from autograder.exercises import Case
from autograder.exercises import lstm as ask
from autograder.graders import Wrong, grade_lstm
from autograder.misconceptions.lstm import MISTAKES
from autograder.references.lstm import EXACT
from forwardpass.compare import compare
from forwardpass.live.lstm import KERAS

from .lstm_fakes import FakeStub, FakeStudent, generator, raising_is_wrong, verdicts

ROOT = Path(__file__).resolve().parents[2]
CORRECT = sorted((ROOT / "tests/submissions/correct/lstm").glob("*.py"))
WRONG = sorted((ROOT / "tests/submissions/wrong/lstm").glob("*.py"))
STUBS = {exercise.name: exercise.cases for exercise in ask.EXERCISES if exercise.kind == "stub"}
EVERY_CASE = [
    pytest.param(stub, maker, id=f"{stub}-{maker.__name__}") for stub, makers in STUBS.items() for maker in makers
]


@cache
def exact(stub, maker, seed):
    """A case and what is right for it."""
    case = maker(generator(seed))
    return case, EXACT[stub](*case.args, **case.kwargs)


def functions(path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        names = runpy.run_path(str(path))
    return {stub: names[stub] for stub in STUBS if stub in names}


def faults(function, stub, case, expected):
    answer = FakeStub(stub, function).answer(*case.args, **case.kwargs)
    return compare(answer.value, expected.value, expected.bound)


# references and cases -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stub", "maker"), EVERY_CASE)
def test_keras_agrees_with_the_formula_for_many_seeds(stub, maker):
    for seed in range(15):
        case = maker(generator(seed))
        assert references.expected("lstm", stub, case).value is not None


@pytest.mark.parametrize(("stub", "maker"), EVERY_CASE)
def test_a_bound_leaves_no_room_for_a_wrong_digit(stub, maker):
    case = maker(generator(0))
    bound = EXACT[stub](*case.args, **case.kwargs).bound
    assert max(np.max(part) for part in (bound if isinstance(bound, tuple) else (bound,))) <= 2e-5


@pytest.mark.parametrize(("stub", "maker"), EVERY_CASE)
def test_no_two_dimensions_of_a_case_are_equal(stub, maker):
    case = maker(generator(0))
    if stub == "to_timesteps":
        flat, features = case.args
        sizes = [len(flat), flat.shape[1] // features, features]
    else:
        x, units = case.args[0], case.args[-1].shape[0] // 4 if stub != "lstm" else case.args[2].shape[0]
        sizes = [*x.shape, units]
    assert len(set(sizes)) == len(sizes)


def test_every_stub_has_both_references_and_mistakes():
    assert set(STUBS) == set(EXACT) == set(KERAS) == {mistake.stub for mistake in MISTAKES}


# mistakes and styles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.stub}-{mistake.name}")
def test_every_mistake_is_rejected(mistake):
    assert any(verdicts(mistake.stub, FakeStudent(**{mistake.stub: raising_is_wrong(mistake.function)})))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.stub}-{mistake.name}")
def test_every_mistake_is_seen_by_a_case_for_many_seeds(mistake):
    for seed in range(10):
        cases = [exact(mistake.stub, maker, seed) for maker in STUBS[mistake.stub]]
        assert any(faults(raising_is_wrong(mistake.function), mistake.stub, *pair) for pair in cases)


def test_mistakes_have_distinct_names_and_a_sentence():
    assert len({(mistake.stub, mistake.name) for mistake in MISTAKES}) == len(MISTAKES) >= 25
    assert all(mistake.hint[0].isupper() and mistake.hint[-1] in ".?" for mistake in MISTAKES)


def test_mistakes_with_the_same_numbers_share_a_hint():
    for stub, makers in STUBS.items():
        bank = [mistake for mistake in MISTAKES if mistake.stub == stub]
        cases = [exact(stub, maker, 0)[0] for maker in makers]
        given = {mistake.name: [rounded(mistake.function, case) for case in cases] for mistake in bank}
        for one, other in combinations(bank, 2):
            assert one.hint == other.hint or given[one.name] != given[other.name], (stub, one.name, other.name)


def rounded(function, case):
    """What a function gives, in four digits and hashable; "raises" where it does."""
    answer = FakeStub("any", raising_is_wrong(function)).answer(*case.args, **case.kwargs).value
    if answer is None:
        return "raises"
    parts = answer if isinstance(answer, tuple) else (answer,)
    flat = [leaf for part in parts for leaf in (part if isinstance(part, tuple) else (part,))]
    return [(leaf.shape, np.round(np.clip(np.nan_to_num(leaf), -1e9, 1e9), 4).ravel().tolist()) for leaf in flat]


def test_a_swapped_gate_gets_its_hint():
    swapped = next(m for m in MISTAKES if m.stub == "lstm_step" and m.name == "gates-i-f-swapped")
    with pytest.raises(Wrong) as refusal:
        grade_lstm.test_one_step(FakeStudent(lstm_step=swapped.function), generator(0))
    assert refusal.value.hint == swapped.hint


@pytest.mark.parametrize("path", CORRECT, ids=lambda path: path.stem)
def test_every_right_style_is_accepted(path):
    found = functions(path)
    assert found
    for stub, function in found.items():
        assert not any(verdicts(stub, FakeStudent(**{stub: function})))
        for seed in range(20):
            for maker in STUBS[stub]:
                assert faults(function, stub, *exact(stub, maker, seed)) is None


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_every_wrong_submission_is_rejected(path):
    assert ast.get_docstring(ast.parse(path.read_text()))
    found = functions(path)
    assert found
    for stub, function in found.items():
        assert any(verdicts(stub, FakeStudent(**{stub: raising_is_wrong(function)}))), stub


def test_there_are_enough_submissions():
    assert len(CORRECT) >= 6
    assert len(WRONG) >= 8


# by hand: every number below can be found with a pencil ---------------------------------------------------------------

LN2, LN3 = np.log(2.0), np.log(3.0)
ZERO, ONE = np.zeros((1, 1)), np.ones((1, 1))
# sigmoid(ln 3) = 1 / (1 + 1/3) = 3/4, sigmoid(-ln 3) = 1/4, tanh(ln 2) = (2 - 1/2) / (2 + 1/2) = 3/5, sigmoid(0) = 1/2
HAND = (np.array([[LN3, -LN3, LN2, 0.0]]), np.zeros((1, 4)), np.zeros(4))
# f = 1/4 and o = 1/2 from the bias alone, nothing stored
FADING = (np.zeros((1, 4)), np.zeros((1, 4)), np.array([0.0, -LN3, 0.0, 0.0]))


@pytest.mark.parametrize(
    ("stub", "args", "kwargs", "value"),
    [
        (
            "to_timesteps",
            (np.array([[0, 0, 2, 20, 4, 40, 6, 60, 8, 80]]), 2),
            {},
            [[[0, 0], [2, 20], [4, 40], [6, 60], [8, 80]]],
        ),
        ("gates", (ONE, ZERO, *HAND), {}, ([[3 / 4]], [[1 / 4]], [[3 / 5]], [[1 / 2]])),
        # c = 1/4 · 4 (ln 2 - 9/20) + 3/4 · 3/5 = ln 2, h = 1/2 · tanh(ln 2)
        ("lstm_step", (ONE, ZERO, np.array([[4 * (LN2 - 0.45)]]), *HAND), {}, ([[0.3]], [[LN2]])),
        # c: 16 ln 2, 4 ln 2, ln 2; h: tanh(4 ln 2) / 2 = (256 - 1) / (256 + 1) / 2, tanh(ln 2) / 2
        (
            "lstm",
            (np.ones((1, 2, 1)), *FADING, (ZERO, np.array([[16 * LN2]]))),
            {"return_sequences": True, "return_state": True},
            ([[[255 / 514], [0.3]]], [[0.3]], [[LN2]]),
        ),
    ],
)
def test_formula_by_hand(stub, args, kwargs, value):
    exact = references.expected("lstm", stub, Case("by hand", args, kwargs))
    assert compare(tuple(map(np.array, value)) if stub != "to_timesteps" else value, exact.value, exact.bound) is None


def test_h_is_fed_back_by_hand():
    # first step: c = ln 2, h = 0.3, as above; in the second, h · ln 2 / 0.3 makes the candidate tanh(ln 2) = 3/5
    kernel = np.zeros((1, 4))
    recurrent_kernel = np.array([[0.0, 0.0, LN2 / 0.3, 0.0]])
    bias = np.array([LN3, -LN3, 0.0, 0.0])
    start = (ZERO, np.array([[4 * LN2]]))
    case = Case("by hand", (np.ones((1, 2, 1)), kernel, recurrent_kernel, bias, start), {"return_state": True})
    _, _, c = references.expected("lstm", "lstm", case).value
    assert c == pytest.approx(LN2 / 4 + 3 / 4 * 3 / 5, abs=1e-12)
