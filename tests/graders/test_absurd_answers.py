"""Answers that no check may stumble over, and none may spend its time or memory on."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.graders import attention_properties, dense_properties
from autograder.graders.student import Built
from autograder.graders.verdicts import said_of
from autograder.nbgrader_bridge import formulas
from autograder.reports.model import Verdict
from autograder.sandbox import Handle, Raised


@pytest.mark.parametrize(
    "answer",
    [np.zeros((3_000_000, 3), np.uint8), [[10**400, 1.0, 2.0]], [["a", "b", "c"]], [[None, 1, 2]], object(), "text"],
    ids=["huge", "400 digits", "text in it", "None in it", "an object", "text"],
)
def test_an_absurd_array_is_wrong_and_not_our_fault(answer):
    with pytest.raises(AssertionError, match="kernel"):
        dense_properties.real_array(answer, "kernel", (None, 3))
    with pytest.raises(AssertionError, match="kernel"):
        attention_properties._array(answer, "kernel", (None, 3), 100.0)


def test_an_honest_array_is_taken():
    given = [[1, 2, 3], [4, 5, 6]]
    np.testing.assert_array_equal(dense_properties.real_array(given, "kernel", (None, 3)), np.array(given, float))
    np.testing.assert_array_equal(attention_properties._array(given, "kernel", (2, 3), 100.0), np.array(given, float))


class Session:
    """A room whose model gives these weights."""

    def __init__(self, weights):
        self.weights = weights

    def call_method(self, *_):
        return type("Answer", (), {"value": self.weights})()


@pytest.mark.parametrize(
    "weights",
    [None, [None], [np.array([None])], ["text"], [np.zeros((2_001, 2_500), np.float16)] * 2],
    ids=["nothing", "None", "objects", "text", "huge"],
)
def test_weights_that_are_none_are_wrong_and_not_our_fault(weights):
    with pytest.raises(AssertionError):
        Built(Session(weights), Handle(0)).get_weights()


@pytest.mark.parametrize(("name", "said"), [("ValueError", "ValueError"), ("dict", "its own"), ("Mine", "its own")])
def test_only_exceptions_are_named(name, said):
    verdict, message = said_of(Raised(name))
    assert verdict is Verdict.ERR and said in message and ("dict" not in message)


def test_a_page_of_a_thousand_formulas_draws_some_and_shows_the_rest():
    formulas.begin_page()
    shown = [formulas.draw(f"a_{{{number}}}", display=False) for number in range(formulas.MAX_PER_PAGE + 5)]
    assert all("<img" in one for one in shown[: formulas.MAX_PER_PAGE])
    assert all(one.startswith("<code>") for one in shown[formulas.MAX_PER_PAGE :])
    formulas.begin_page()
    assert "<img" in formulas.draw("a_{1}", display=False)
