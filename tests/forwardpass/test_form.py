"""Which answers can be graded, and what is said of those that cannot."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder.exercises.model import FormName
from forwardpass.form import _FORMS, form_difference, result_difference
from forwardpass.probe_files import Form

LETTERS = ("a", "b", "c")
PAIR = {"image": (2, 2), "shift": (2,)}


def model(**attributes: Any) -> Any:
    known = {"layers": [], "input_shape": (None, 3), "output_shape": (None, 2), "count_params": lambda: 8}
    return SimpleNamespace(**(known | attributes))


ACCEPTED = [
    (Form("integer"), 3),
    (Form("integer"), 3.0),
    (Form("integer"), np.int8(3)),
    (Form("number"), -0.5),
    (Form("number"), np.float32(2)),
    (Form("shape"), (4, 2)),
    (Form("shape"), [None, 8]),
    (Form("shape"), ()),
    (Form("boolean"), False),
    (Form("option", LETTERS), " B"),
    (Form("options", LETTERS), {"a", "C"}),
    (Form("options", LETTERS), ["a"]),
    (Form("options", LETTERS), "a"),
    (Form("array", shape=(None, 2)), [[1, 2], [3, 4], [5, 6]]),
    (Form("array"), 4.0),
    (Form("arrays", fields=PAIR), ([[1, 2], [3, 4]], (0, 1))),
    (Form("arrays", fields=PAIR), {"shift": (0, 1), "image": np.eye(2)}),
    (Form("arrays", fields={"first": (2, 3), "second": (2, 3)}), np.ones((2, 2, 3))),
    (Form("function"), len),
    (Form("model"), model()),
    (Form("model", fields={"input": (None, 3), "output": (None, 2), "parameters": (8,)}), model),
    (None, "an explanation"),
]

TOLD = [
    (Form("integer"), None, "missing", "q is not answered yet"),
    (Form("number"), ..., "missing", "q is not answered yet"),
    (Form("option", LETTERS), "  ", "missing", "q is not answered yet"),
    (None, None, "missing", "q is not answered yet"),
    (Form("integer"), 2.5, "type", "q should be a whole number"),
    (Form("integer"), float("inf"), "type", "q should be a whole number"),
    (Form("integer"), True, "type", "q should be a whole number, but got True or False"),
    (Form("integer"), "3", "type", "q should be a whole number, but got text"),
    (Form("number"), float("nan"), "finite", "q should be a finite number"),
    (Form("number"), np.array([4.0]), "shape", "q is an array where a single number is due"),
    (Form("integer"), np.array([[4]]), "shape", "q is an array where a single number is due"),
    (Form("number"), (4.0,), "shape", "q is a tuple where a single number is due"),
    (Form("integer"), [4, 5], "shape", "q is a list where a single number is due"),
    (Form("number"), np.array(["4"]), "type", "q should be a number, but got an array of something else than numbers"),
    (Form("boolean"), np.ones(2), "type", "q should be True or False, but got an array"),
    (Form("number"), 1j, "type", "q should be a number, but got a complex number"),
    (Form("shape"), 4, "type", "q should be a shape, a tuple such as (4, 2); with one axis write (4,)"),
    (Form("shape"), (4, 2.5), "type", "q should be a shape: a tuple of whole numbers, such as (4, 2)"),
    (Form("shape"), "(4, 2)", "type", "q should be a shape, a tuple such as (4, 2), but got text"),
    (Form("boolean"), 1, "type", "q should be True or False, but got a whole number"),
    (Form("option", LETTERS), "d", "value", "q should be one of 'a', 'b', 'c', got 'd'"),
    (Form("option", LETTERS), {"a"}, "type", "q should be one letter: 'a', 'b', 'c', but got a set"),
    (Form("options", LETTERS), set(), "missing", "q is empty: choose at least one of 'a', 'b', 'c'"),
    (Form("options", LETTERS), {"a", "z"}, "value", "q may hold 'a', 'b', 'c', got 'z'"),
    (Form("options", LETTERS), "ac", "value", "q may hold 'a', 'b', 'c', got 'ac'"),
    (Form("options", LETTERS), 1, "type", "q should be a set of letters, such as {'a', 'c'}, but got a whole number"),
    (Form("array", shape=(2, 3)), np.ones((3, 2)), "shape", "q has shape (3, 2), expected (2, 3): it looks transposed"),
    (Form("array", shape=(None, 2)), np.ones(2), "shape", "q has shape (2,), expected (any, 2)"),
    (Form("array", shape=(None,)), np.ones((2, 2)), "shape", "q has shape (2, 2), expected (any,)"),
    (Form("array"), [1j], "dtype", "q should hold real numbers, got dtype complex128"),
    (Form("array"), [np.nan], "finite", "q holds NaN or infinity"),
    (Form("array"), "1", "type", "q should be an array, but got text"),
    (Form("arrays", fields=PAIR), (np.eye(2),), "structure", "q holds 1 where 2 are due: image, shift"),
    (Form("arrays", fields=PAIR), {"image": 1}, "structure", "q lacks 'shift'; due are 'image', 'shift'"),
    (Form("arrays", fields=PAIR), 3, "type", "q should be a tuple of 2 arrays: image, shift, but got a whole number"),
    (Form("arrays", fields={"first": (3,), "second": (3,)}), np.ones((3, 3)), "type",
     "q should be a tuple of 2 arrays: first, second, but got an array"),
    (Form("arrays", fields=PAIR), (np.eye(2), None), "missing", "q: shift is not answered yet"),
    (Form("arrays", fields=PAIR), (np.eye(2), 3), "shape",
     "q: shift has shape (), expected (2,): a single number where an array is due"),
    (Form("function"), 3, "type", "q should be a function, but got a whole number"),
    (Form("model"), lambda: None, "missing", "q is missing: it returns no model"),
    (Form("model"), lambda: 3, "type", "q should be a Keras model, but got a whole number"),
    (Form("model", fields={"input": (None, 4)}), model, "shape",
     "q: the input has shape (None, 3), expected (None, 4)"),
    (Form("model", shape=(None, 1)), model, "shape", "q: the output has shape (None, 2), expected (None, 1)"),
    (Form("model", fields={"parameters": (9,)}), model, "value", "q has 8 parameters, expected 9"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "answer"), ACCEPTED)
def test_what_can_be_graded(form: Form | None, answer: Any) -> None:
    assert form_difference(answer, form, "q") is None


@pytest.mark.parametrize(("form", "answer", "stage", "message"), TOLD)
def test_what_cannot(form: Form | None, answer: Any, stage: str, message: str) -> None:
    found = form_difference(answer, form, "q")
    assert found is not None
    assert (found.stage, found.message) == (stage, message)


BOTH = Form("function", fields=PAIR)
RESULTS = [
    (BOTH, (np.eye(2), [0, 1]), None),
    (BOTH, None, "q is missing: not written yet, or without a return"),
    (BOTH, (np.eye(2),), "q holds 1 where 2 are due: image, shift"),
    (BOTH, np.eye(2), "q should be a tuple of 2 arrays: image, shift, but got an array"),
    (BOTH, (np.eye(2), np.ones(3)), "q: shift has shape (3,), expected (2,): axis 0 has another length"),
    (BOTH, (np.eye(2), [0, np.inf]), "q: shift holds NaN or infinity"),
    (Form("function", shape=(2, 2)), np.eye(2), None),
    (Form("function", shape=(2, 2)), np.ones(4), "q has shape (4,), expected (2, 2): "
     "as many elements, but arranged otherwise"),
    (Form("function", shape=()), 7.27, None),
    (Form("function", shape=()), np.array([7.27]), None),
    (Form("function", shape=()), np.ones(3), "q has shape (3,), expected (): an array where a single number is due"),
    (Form("function", shape=()), "7.27", "q should be a number, but got text"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "result", "message"), RESULTS)
def test_the_form_of_what_a_function_returns(form: Form, result: Any, message: str | None) -> None:
    found = result_difference(result, form, "q")
    assert (found and found.message) == message


class Unbuilt:
    """As a subclass of ``keras.Model`` before its first call."""

    layers = ()

    def __init__(self, units: int = 2, width: int = 3) -> None:
        self.units, self.width = units, width

    def count_params(self) -> int:
        raise ValueError("not built")

    @property
    def input_shape(self) -> Any:
        raise AttributeError("not built")

    def __call__(self, x: Any) -> Any:
        return x @ np.ones((self.width, self.units))


@pytest.mark.parametrize(
    ("answer", "fields", "message"),
    [
        (Unbuilt, {}, None),
        (Unbuilt, {"input": (None, 3)}, None),
        (Unbuilt, {"input": (None, None, 3), "output": (None, None, 2)}, None),
        (lambda: Unbuilt(width=4), {"input": (None, 3)}, "q cannot be called on an input of shape (None, 3)"),
        (
            lambda: Unbuilt(units=1),
            {"input": (None, 3), "output": (None, 2)},
            "q: the output has another shape than (None, 2)",
        ),
    ],
)
def test_a_model_that_a_call_builds_is_called(answer: Any, fields: Any, message: str | None) -> None:
    found = form_difference(answer, Form("model", fields=fields), "q")
    assert (found and found.message) == message


def test_every_form_that_an_exercise_may_have_is_known() -> None:
    assert set(_FORMS) == set(FormName.__args__)
