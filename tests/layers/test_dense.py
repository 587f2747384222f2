"""The dense layer's assignment: references, cases, mistakes, right styles and construct questions."""

from __future__ import annotations

import ast
import copy
import runpy
import warnings
from pathlib import Path

import numpy as np
import pytest

from autograder import references
from autograder.exercises import Case
from autograder.exercises import dense as ask
from autograder.misconceptions.dense import MISTAKES
from autograder.references.dense import EXACT
from forwardpass.compare import compare
from forwardpass.live.dense import KERAS

SUBMISSIONS = Path(__file__).resolve().parents[1] / "submissions"
CORRECT = sorted((SUBMISSIONS / "correct" / "dense").glob("*.py"))
WRONG = sorted((SUBMISSIONS / "wrong" / "dense").glob("*.py"))
STUBS = {exercise.name: exercise.cases for exercise in ask.EXERCISES if exercise.kind == "stub"}
EVERY_CASE = [
    pytest.param(stub, maker, id=f"{stub}-{maker.__name__}") for stub, makers in STUBS.items() for maker in makers
]


def generator(seed):
    return np.random.default_rng([2207, seed])


def functions(path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        names = runpy.run_path(str(path))
    return {stub: names[stub] for stub in STUBS if stub in names}


def fault(function, stub, case):
    """What is wrong with a function's answer to a case, asked as the graders ask: twice, inputs compared; or None."""
    expected = references.expected("dense", stub, case)
    for _ in range(2):
        args = copy.deepcopy(case.args)
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")  # right styles may overflow on the way to a right answer
                answer = function(*args)
        except Exception as error:
            return repr(error)
        difference = compare(answer, expected.value, expected.bound, reveal=False)
        if difference is not None:
            return difference.message
        for before, after in zip(case.args, args, strict=True):
            if isinstance(before, np.ndarray) and not np.array_equal(before, after):
                return "inputs changed"
    return None


def faults(function, stub, seeds=range(3)):
    cases = [maker(generator(seed)) for seed in seeds for maker in STUBS[stub]]
    return [message for case in cases if (message := fault(function, stub, case)) is not None]


@pytest.mark.parametrize(("stub", "maker"), EVERY_CASE)
def test_keras_agrees_with_the_formula_for_many_seeds(stub, maker):
    for seed in range(25):
        case = maker(generator(seed))
        exact = EXACT[stub](*case.args)
        assert compare(KERAS[stub](*copy.deepcopy(case.args)), exact.value, exact.bound) is None


@pytest.mark.parametrize(("stub", "maker"), EVERY_CASE)
def test_a_bound_leaves_no_room_for_a_wrong_digit(stub, maker):
    exact = EXACT[stub](*maker(generator(0)).args)
    digits = 1e-3 if maker is ask.logits_large else 2e-5  # log-sum-exp of a logit of 1000 errs by 1000 u
    assert np.max(exact.bound) <= digits * max(1.0, np.max(np.abs(exact.value)))


@pytest.mark.parametrize(("stub", "maker"), EVERY_CASE)
def test_cases_are_drawn_from_the_generator_alone(stub, maker):
    one, same, other = maker(generator(1)), maker(generator(1)), maker(generator(2))
    assert all(np.array_equal(a, b) for a, b in zip(one.args, same.args, strict=True))
    assert any(
        isinstance(a, np.ndarray) and not np.array_equal(a, b) for a, b in zip(one.args, other.args, strict=True)
    )
    assert one.label == other.label


def test_every_stub_has_both_references_and_mistakes():
    assert set(STUBS) == set(EXACT) == set(KERAS) == {mistake.stub for mistake in MISTAKES}


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_every_mistake_is_rejected(mistake):
    assert faults(mistake.function, mistake.stub, range(1)), "no case of the first seed sees this mistake"


@pytest.mark.parametrize("mistake", [m for m in MISTAKES if m.name.endswith("in-place")], ids=lambda m: m.name)
def test_writing_into_the_input_is_seen_by_the_input_alone(mistake):
    assert set(faults(mistake.function, mistake.stub)) == {"inputs changed"}


def test_mistakes_have_distinct_names_and_a_sentence():
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES) >= 25
    assert all(mistake.hint[0].isupper() and mistake.hint[-1] in ".?" for mistake in MISTAKES)


@pytest.mark.parametrize("path", CORRECT, ids=lambda path: path.stem)
def test_every_right_style_is_accepted(path):
    found = functions(path)
    assert found
    for stub, function in found.items():
        assert faults(function, stub, range(20)) == []


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_every_wrong_submission_is_rejected(path):
    assert ast.get_docstring(ast.parse(path.read_text()))
    found = functions(path)
    assert found
    for stub, function in found.items():
        assert faults(function, stub), stub


def test_there_are_enough_submissions():
    assert len(CORRECT) >= 6
    assert len(WRONG) >= 8


# -- by hand: every number below can be found with a pencil -----------------------------------------------------------

X = np.array([[1.0, 2.0], [0.0, -1.0]])
KERNEL = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
BIAS = np.array([0.0, 0.5, 1.0])
LN3 = np.log(3.0)


@pytest.mark.parametrize(
    ("stub", "args", "value"),
    [
        ("linear", (np.array([-1.5, 0.0, 2.5]),), [-1.5, 0.0, 2.5]),
        ("relu", (np.array([-1.5, 0.0, 2.5]),), [0.0, 0.0, 2.5]),
        ("sigmoid", (np.array([0.0, LN3, -LN3]),), [1 / 2, 3 / 4, 1 / 4]),  # 1 / (1 + 1/3), 1 / (1 + 3)
        ("tanh", (np.array([0.0, LN3, -LN3]),), [0.0, 4 / 5, -4 / 5]),  # (3 - 1/3) / (3 + 1/3)
        ("softmax", (np.array([[0.0, LN3], [5.0, 5.0 + LN3]]),), [[1 / 4, 3 / 4], [1 / 4, 3 / 4]]),
        ("neuron", (np.array([1.0, 2.0]), np.array([3.0, -1.0]), 0.5, np.square), 2.25),  # (3 - 2 + 0.5)²
        ("dense", (X, KERNEL, BIAS, np.square), [[25.0, 6.25, 0.0], [4.0, 0.25, 1.0]]),
        # hidden sums 3·2 + 1 = 7 and 3·(-1) + 1 = -2, ReLU 7 and 0, output 1·7 + 5·0 - 2
        ("mlp", (np.array([[[2.0], [-1.0]]]), *map(np.array, ([[3.0]], [1.0], [[1.0], [5.0]], [-2.0]))), [[5.0]]),
    ],
)
def test_formula_by_hand(stub, args, value):
    np.testing.assert_allclose(EXACT[stub](*args).value, value, rtol=0, atol=1e-15)
    exact = references.expected("dense", stub, Case("by hand", args))
    assert compare(np.asarray(value), exact.value, exact.bound) is None
