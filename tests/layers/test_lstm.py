"""The LSTM's stubs: bounds and dimensions of its cases, the hidden checks themselves, and formulas by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from autograder import references
from autograder.exercises import Case
from autograder.graders import Wrong, grade_lstm
from forwardpass.compare import compare

from .bench import LSTM, call
from .lstm_fakes import FakeStudent, raising_is_wrong, verdicts

# cases ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stub", "maker"), LSTM.every_case)
def test_a_bound_leaves_no_room_for_a_wrong_digit(stub, maker):
    case = maker(LSTM.generator(0))
    exact = LSTM.exact[stub](*case.args, **case.kwargs)
    values, bounds = (parts if isinstance(parts, tuple) else (parts,) for parts in (exact.value, exact.bound))
    largest = max(1.0, *(np.max(np.abs(value)) for value in values))  # a memory of 16 is rounded as such
    assert max(np.max(bound) for bound in bounds) <= 2e-5 * largest


@pytest.mark.parametrize(("stub", "maker"), LSTM.every_case)
def test_no_two_dimensions_of_a_case_are_equal(stub, maker):
    case = maker(LSTM.generator(0))
    if stub == "to_timesteps":
        flat, features = case.args
        sizes = [len(flat), flat.shape[1] // features, features]
    else:
        x, units = case.args[0], case.args[-1].shape[0] // 4 if stub != "lstm" else case.args[2].shape[0]
        sizes = [*x.shape, units]
    assert len(set(sizes)) == len(sizes)


# mistakes and styles before the hidden checks -------------------------------------------------------------------------


@pytest.mark.parametrize("mistake", LSTM.mistakes, ids=lambda mistake: f"{mistake.stub}-{mistake.name}")
def test_the_hidden_checks_reject_every_mistake(mistake):
    assert any(verdicts(mistake.stub, FakeStudent(**{mistake.stub: raising_is_wrong(mistake.function)})))


def test_mistakes_with_the_same_numbers_share_a_hint():
    for stub in LSTM.stubs:
        bank = [mistake for mistake in LSTM.mistakes if mistake.stub == stub]
        cases = LSTM.cases(stub, [0])
        given = {mistake.name: [rounded(mistake.function, case) for case in cases] for mistake in bank}
        for one, other in combinations(bank, 2):
            assert one.hint == other.hint or given[one.name] != given[other.name], (stub, one.name, other.name)


def rounded(function, case):
    """What a function gives, in four digits and hashable; "raises" where it does."""
    answer = call(raising_is_wrong(function), case.args, case.kwargs).value
    if answer is None:
        return "raises"
    parts = answer if isinstance(answer, tuple) else (answer,)
    flat = [leaf for part in parts for leaf in (part if isinstance(part, tuple) else (part,))]
    return [(leaf.shape, np.round(np.clip(np.nan_to_num(leaf), -1e9, 1e9), 4).ravel().tolist()) for leaf in flat]


def test_a_swapped_gate_gets_its_hint():
    swapped = next(m for m in LSTM.mistakes if m.stub == "lstm_step" and m.name == "gates-i-f-swapped")
    with pytest.raises(Wrong) as refusal:
        grade_lstm.test_one_step(FakeStudent(lstm_step=swapped.function), LSTM.generator(0))
    assert refusal.value.hint == swapped.hint


@pytest.mark.parametrize("path", LSTM.correct, ids=lambda path: path.stem)
def test_the_hidden_checks_accept_every_right_style(path):
    for stub, function in LSTM.functions(path).items():
        assert not any(verdicts(stub, FakeStudent(**{stub: function})))


@pytest.mark.parametrize("path", LSTM.wrong, ids=lambda path: path.stem)
def test_the_hidden_checks_reject_every_wrong_submission(path):
    for stub, function in LSTM.functions(path).items():
        assert any(verdicts(stub, FakeStudent(**{stub: raising_is_wrong(function)}))), stub


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
