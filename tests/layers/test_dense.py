"""The dense layer's stubs: how wide its bounds are, and formulas by hand."""

from __future__ import annotations

import numpy as np
import pytest

from autograder import references
from autograder.exercises import Case
from autograder.exercises import dense as ask
from forwardpass.compare import compare

from .bench import DENSE


@pytest.mark.parametrize(("stub", "maker"), DENSE.every_case)
def test_a_bound_leaves_no_room_for_a_wrong_digit(stub, maker):
    exact = DENSE.exact[stub](*maker(DENSE.generator(0)).args)
    digits = 1e-3 if maker is ask.logits_large else 2e-5  # log-sum-exp of a logit of 1000 errs by 1000 u
    assert np.max(exact.bound) <= digits * max(1.0, np.max(np.abs(exact.value)))


def test_names_of_mistakes_differ_whatever_the_stub():
    assert len({mistake.name for mistake in DENSE.mistakes}) == len(DENSE.mistakes)


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
    np.testing.assert_allclose(DENSE.exact[stub](*args).value, value, rtol=0, atol=1e-15)
    exact = references.expected("dense", stub, Case("by hand", args))
    assert compare(np.asarray(value), exact.value, exact.bound) is None
