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
from autograder.graders import dense_properties as properties
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


# -- construct questions ----------------------------------------------------------------------------------------------


def refused(function, *args):
    with pytest.raises(AssertionError) as refusal, warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        function(*args)
    return str(refusal.value)


def xor(hidden_kernel, hidden_bias, output_kernel, output_bias):
    parts = (hidden_kernel, hidden_bias, output_kernel, output_bias)
    return tuple(np.array(part, float) for part in parts)


ONES = [[1, 1], [1, 1]]


@pytest.mark.parametrize(
    "answer",
    [
        xor(ONES, [0, -1], [[1], [-2]], [0]),  # relu(s) - 2 relu(s - 1)
        xor([[1, -1], [-1, 1]], [0, 0], [[1], [1]], [0]),  # relu(x1 - x2) + relu(x2 - x1)
        xor(ONES, [-1, 1], [[-2], [1]], [-1]),  # the first with its units swapped, shifted
        [[[1, 1], [1, 1]], [0, -1], [[1], [-2]], [0]],  # lists of integers
    ],
)
def test_xor_accepts(answer):
    properties.solves_xor(answer)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (xor(ONES, [0, 0], [[1], [-2]], [0]), "(0, 1)"),
        (xor(ONES, [0, -1], [[1], [-1]], [0]), "(1, 1)"),
        (xor(np.zeros((2, 2)), [0, 0], [[0], [0]], [0.5]), "(0, 0)"),
        (xor(np.zeros((2, 2)), [0, 0], [[0], [0]], [0]), "(0, 1) and (1, 0)"),
        (xor(np.full((2, 2), np.nan), [0, -1], [[1], [-2]], [0]), "finite"),
        (xor(np.ones((2, 3)), [0, -1, 0], [[1], [-2], [0]], [0]), "shape"),
        (xor(ONES, [0, -1], [[1e30], [-2e30]], [0]), "(0, 1)"),
        (xor(ONES, [0, -1], [[1e300], [-2e300]], [0]), "(0, 0)"),
        (None, "Not answered"),
        ((1, 2, 3), "tuple of 4 arrays"),
        (("a", "b", "c", "d"), "real numbers"),
    ],
)
def test_xor_refuses(answer, said):
    assert said in refused(properties.solves_xor, answer)


def collapse(k1, b1, k2, b2, k3, b3):
    return k1 @ k2 @ k3, (b1 @ k2 + b2) @ k3 + b3


def collapse_by_probing(*layers):
    def three(x):
        for kernel, bias in zip(layers[::2], layers[1::2], strict=True):
            x = x @ kernel + bias
        return x

    bias = three(np.zeros(4))
    return three(np.eye(4)) - bias, bias


@pytest.mark.parametrize("answer", [collapse, collapse_by_probing])
def test_collapse_accepts(answer):
    for seed in range(10):
        properties.collapses(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda *layers: (collapse(*layers)[0], layers[5]), "bias"),
        (lambda *layers: (collapse(*layers)[0], layers[1].sum() + layers[3].sum() + layers[5]), "bias"),
        (lambda *layers: (layers[0] @ layers[2] @ np.maximum(layers[4], 0), collapse(*layers)[1]), "kernel"),
        (lambda *layers: (np.zeros((4, 3)), np.zeros(3)), "kernel"),
        (lambda *layers: (np.full((4, 3), np.inf), np.zeros(3)), "finite"),
        (lambda *layers: collapse(*layers)[0], "tuple of 2 arrays"),
        (lambda *layers: None, "Not answered"),
    ],
)
def test_collapse_refuses(answer, said):
    for seed in range(5):
        assert said in refused(properties.collapses, answer, generator(seed))


def twins_reordered(hk, hb, ok, ob):
    order = np.arange(len(hb))[::-1]
    return hk[:, order], hb[order], ok[order], ob


def twins_rescaled(hk, hb, ok, ob):
    scale = np.array([1.0, 0.5, 3.0, 1.0, 8.0])
    return hk * scale, hb * scale, ok / scale[:, None], ob


@pytest.mark.parametrize("answer", [twins_reordered, twins_rescaled])
def test_twins_accepts(answer):
    for seed in range(10):
        properties.is_twin(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda *weights: weights, "have to differ"),
        (lambda hk, hb, ok, ob: (1.0001 * hk, 1.0001 * hb, ok / 1.0001, ob), "have to differ"),
        (lambda hk, hb, ok, ob: (-hk, -hb, -ok, ob), "so does the function"),
        (lambda hk, hb, ok, ob: (2 * hk, hb, ok / 2, ob), "so does the function"),
        (lambda hk, hb, ok, ob: (hk[:, ::-1], hb, ok[::-1], ob), "so does the function"),
        (lambda hk, hb, ok, ob: (hk, hb, ok, ob + 0.02), "so does the function"),
        (lambda hk, hb, ok, ob: (0 * hk, 0 * hb, 0 * ok, 0 * ob), "so does the function"),
        (lambda hk, hb, ok, ob: (hk.T, hb, ok, ob), "shape"),
    ],
)
def test_twins_refuses(answer, said):
    for seed in range(5):
        assert said in refused(properties.is_twin, answer, generator(seed))


def blind_with_a_matrix(kernel, permutation):
    return np.eye(len(kernel))[permutation] @ kernel


@pytest.mark.parametrize("answer", [lambda kernel, permutation: kernel[permutation], blind_with_a_matrix])
def test_blind_accepts(answer):
    for seed in range(10):
        properties.is_blind(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda kernel, permutation: kernel, "other outputs"),
        (lambda kernel, permutation: kernel[np.argsort(permutation)], "other outputs"),
        (lambda kernel, permutation: kernel[::-1], "other outputs"),
        (lambda kernel, permutation: 0 * kernel, "other outputs"),
        (lambda kernel, permutation: np.nan * kernel, "finite"),
        (lambda kernel, permutation: kernel.T, "shape"),
        (lambda kernel, permutation: None, "real numbers"),
    ],
)
def test_blind_refuses(answer, said):
    for seed in range(5):
        assert said in refused(properties.is_blind, answer, generator(seed))


def parabola(target, knot=1.0, extra=0):
    slope = (target - 10) / (10 - knot)
    hidden_bias = np.array([0.0, 0.0, -knot] + [0.0] * extra)
    output_kernel = np.array([[1.0], [1.0], [slope]] + [[0.0]] * extra)
    return np.array([[1.0, -1.0, 1.0] + [1.0] * extra]), hidden_bias, output_kernel, np.zeros(1)


def parabola_through_chords(target):
    kernel, bias = np.array([[1.0, 1.0, 1.0]]), np.array([1.0, 0.0, -5.0])  # 1 - r(x + 1) + 2 r(x) + a r(x - 5)
    return kernel, bias, np.array([[-1.0], [2.0], [(target - 10) / 5]]), np.ones(1)


@pytest.mark.parametrize("answer", [parabola, parabola_through_chords, lambda t: parabola(t, 2.0, 61)])
def test_parabola_accepts(answer):
    for seed in range(10):
        properties.reaches_targets(answer, generator(seed))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda target: parabola(100.0), "misses a target"),
        (lambda target: parabola(10.0), "misses a target"),
        (lambda target: parabola(target, 0.5), "samples are not fitted"),
        (lambda target: (np.ones((1, 1)), np.zeros(1), np.full((1, 1), target / 10), np.zeros(1)), "not fitted"),
        (lambda target: parabola(target, 2.0, 62), "1 to 64"),
        (lambda target: (*parabola(target)[:2], np.ones((4, 1)), np.zeros(1)), "disagree"),
        (lambda target: tuple(np.nan * part for part in parabola(target)), "finite"),
        (lambda target: target, "tuple of 4 arrays"),
    ],
)
def test_parabola_refuses(answer, said):
    for seed in range(5):
        assert said in refused(properties.reaches_targets, answer, generator(seed))
