"""What a student reads after ``check``, and what it costs."""

from __future__ import annotations

import io
import subprocess
import sys
import traceback
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forwardpass import CheckFailed, check
from forwardpass.probe_files import load

pytestmark = pytest.mark.usefixtures("probes")


def affine(x: Any, w: Any, b: float) -> Any:
    return x @ w + b


def told(name: str, answer: Any, **kwargs: Any) -> str:
    with pytest.raises(CheckFailed) as raised:
        check(name, answer, **kwargs)
    return str(raised.value)


# A right answer


def test_a_right_answer_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    check("affine", affine)
    labels = "x (2, 3), w (3, 4); x (5, 3), w (3, 2)"
    assert capsys.readouterr().out == f"✓ affine agrees with Keras on 2 inputs ({labels})\n"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("affine", lambda x, w, b: np.einsum("ij,jk->ik", x, w) + b),
        ("affine", lambda x, w, b: [[sum(row * column) + b for column in w.T] for row in x]),
        ("affine", lambda *args, **kwargs: affine(*args, **kwargs)),
        ("halves", lambda x, mask: [x * 0.5, np.where(mask, x * 0.25, 0)]),
        ("apply", lambda x, activation: activation(x)),
        ("apply", np.vectorize(lambda x, f: f(x), otypes=[float])),
        ("count", lambda n, step: n / step // 1),
    ],
)
def test_right_answers_of_many_styles(name: str, answer: Any) -> None:
    check(name, answer)


def test_a_terminal_without_a_tick_gets_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", out)
    check("count", lambda n, step: n // step)
    out.seek(0)
    assert out.read().strip() == "OK: count agrees with Keras on 1 input (7 by 2)"


def test_warnings_are_shown_and_cost_nothing() -> None:
    def warns(x: Any, w: Any, b: float) -> Any:
        warnings.warn("overflow", RuntimeWarning, stacklevel=1)
        return affine(x, w, b)

    with pytest.warns(RuntimeWarning, match="overflow"):
        check("affine", warns)


# A wrong one


def test_the_message_names_the_difference_the_input_and_the_hint() -> None:
    lines = told("affine", lambda x, w, b: x @ w).splitlines()
    assert lines[0].startswith("affine differs in all 8 elements, at worst by 0.5 at index (")
    assert lines[1:] == ["  input: x (2, 3), w (3, 4)", "  hint: What is added to every unit?"]


def test_the_answers_own_name_is_used() -> None:
    assert told("count", lambda n, step: 4).startswith("how_many is off by 1: got 4, expected 3")


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda x, w, b: (x @ w).astype(np.float64), "What is added to every unit?"),
        (lambda x, w, b: x @ w + (b if len(x) == 5 else 0), "Look at the first input again."),
        (lambda x, w, b: x @ w + 2 * b, "Once is enough."),  # two mistakes, one hint
        (lambda x, w, b: (x @ w + b).T, "Which axis holds the units?"),  # found by shape and values
        (lambda x, w, b: x @ w + b * b, ""),  # two mistakes, two hints
        (lambda x, w, b: x @ w + (b if len(x) == 2 else 0), ""),  # agrees with a mistake on one input only
        (lambda x, w, b: x @ w + 0.3 * b, ""),  # nobody's mistake
    ],
)
def test_a_hint_is_given_only_where_it_fits_every_input(answer: Any, hint: str) -> None:
    message = told("affine", answer)
    assert message.partition("hint: ")[2] == hint


@settings(max_examples=30)
@given(st.floats(-3, 3).filter(lambda factor: all(abs(factor - known) > 1e-3 for known in (0, 0.5, 1, 2, 0.25))))
def test_no_hint_for_what_no_known_mistake_does(factor: float) -> None:
    assert "hint" not in told("affine", lambda x, w, b: x @ w + factor * b)


def test_a_known_mistake_that_raises_leaves_its_hint_on_the_exception() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        check("affine", lambda x, w, b: 1 // 0)
    assert raised.value.__notes__ == ["on this input of the check: x (2, 3), w (3, 4)", "Hint: What is the divisor?"]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "affine is missing: it is not written yet"),
        (..., "affine is missing: it is not written yet"),
        (lambda x, w, b: None, "affine is missing: not written yet, or without a return"),
        (np.ones(3), "affine is not a function: pass it without calling it, check('affine', affine)"),
        (lambda x, w: x, "affine(x, w) does not take the arguments of the exercise: (x, w, b)"),
    ],
)
def test_what_is_no_function_of_the_right_kind(answer: Any, message: str) -> None:
    assert told("affine", answer).splitlines()[0] == message


def test_a_stub_that_raises_not_implemented_is_missing() -> None:
    def stub(x: Any, w: Any, b: float) -> Any:
        raise NotImplementedError

    assert told("affine", stub).startswith("affine is missing: not written yet")


def test_changing_an_argument_is_wrong_even_where_the_answer_is_right() -> None:
    def in_place(x: Any, w: Any, b: float) -> Any:
        answer = x @ w + b
        w *= 2
        return answer

    assert told("affine", in_place).startswith("affine changes its argument w in place")


def test_remembering_the_last_call_is_wrong() -> None:
    seen: list[Any] = []

    def remembers(x: Any, w: Any, b: float) -> Any:
        seen.append(b)
        return x @ w + (b if len(seen) <= 2 else seen[-2])

    assert told("affine", remembers).startswith("affine gives another answer when its first call is repeated")


def test_every_call_gets_fresh_inputs() -> None:
    given: list[Any] = []

    def keeps(x: Any, w: Any, b: float) -> Any:
        given.append(x)
        return affine(x, w, b)

    check("affine", keeps)
    check("affine", keeps)
    assert np.array_equal(given[0], given[2])
    assert not any(np.shares_memory(a, b) for i, a in enumerate(given) for b in given[:i])


def test_an_unknown_exercise_is_guessed() -> None:
    assert told("afine", affine) == "there is no exercise 'afine': did you mean 'affine'?"
    assert told("zzz", affine) == "there is no exercise 'zzz'"


# Questions


def test_questions_are_looked_at_for_their_form_only(capsys: pytest.CaptureFixture[str]) -> None:
    check("letter", "B")
    assert capsys.readouterr().out == "✓ letter has the right form; it is saved, and graded after the deadline\n"
    assert told("letter", "q") == "letter should be one of 'a', 'b', got 'q'"
    assert told("whole", None) == "whole is not answered yet"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "halve is not answered yet"),
        (3, "halve should be a function, but got a whole number"),
        (lambda x: x, "halve(x) does not take the arguments of the exercise: (x, rows)"),
        (lambda x, rows: None, "halve is missing: not written yet, or without a return"),
        (lambda x, rows: x, "halve should be a tuple of 2 arrays: first, second, but got an array"),
        (lambda x, rows: (x, x), "halve: first has shape (4, 3), expected (2, 3): axis 0 has another length"),
        (lambda x, rows: (x[:rows], x[rows:] * np.nan), "halve: second holds NaN or infinity"),
    ],
)
def test_a_function_that_a_question_asks_for_is_called_on_its_example(answer: Any, message: str) -> None:
    assert told("split", answer).splitlines()[0] == message


def test_the_form_of_a_functions_result_is_all_that_is_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    def wrong_in_place(x: Any, rows: int) -> Any:
        x *= 0
        return x[:rows], np.ones((2, 5))

    check("split", wrong_in_place)
    assert capsys.readouterr().out == "✓ halve has the right form; it is saved, and graded after the deadline\n"
    example = load("split").form.example
    assert example["rows"] == 2 and example["x"].all()  # not the array that was changed
    assert told("split", lambda x, rows: None).splitlines()[1] == "  input: x (4, 3), rows 2"


def test_an_exception_of_a_function_that_a_question_asks_for_passes_through() -> None:
    def student(x: Any, rows: int) -> Any:
        return undefined  # noqa: F821

    with pytest.raises(NameError) as raised:
        check("split", student)
    assert raised.value.__notes__ == ["on this input of the check: x (4, 3), rows 2"]
    assert [entry.name for entry in traceback.extract_tb(raised.value.__traceback__)][1:] == ["check", "student"]


def test_a_function_of_a_question_that_raises_not_implemented_is_missing() -> None:
    def stub(x: Any, rows: int) -> Any:
        raise NotImplementedError

    assert told("split", stub).startswith("halve is missing: not written yet")


def test_a_function_that_builds_a_model_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    model = SimpleNamespace(layers=[], input_shape=(None, 3), output_shape=(None, 2), count_params=lambda: 8)
    check("model", lambda: model)
    assert "builds a model of the right form" in capsys.readouterr().out
    assert told("model", lambda: None) == "model is missing: it returns no model"

    def fails() -> None:
        raise KeyError("units")

    with pytest.raises(KeyError) as raised:
        check("model", fails)
    assert [entry.name for entry in traceback.extract_tb(raised.value.__traceback__)][-2:] == ["check", "fails"]


# Tracebacks


def test_the_students_exception_keeps_the_students_frames_alone() -> None:
    def inner(x: Any) -> Any:
        return x[99]

    def student(x: Any, w: Any, b: float) -> Any:
        return inner(x)

    with pytest.raises(IndexError) as raised:
        check("affine", student)
    names = [entry.name for entry in traceback.extract_tb(raised.value.__traceback__)]
    assert names[1:] == ["check", "student", "inner"]
    assert raised.value.__cause__ is None and raised.value.__context__ is None


def test_a_notebook_shows_one_sentence_instead_of_frames() -> None:
    with pytest.raises(CheckFailed) as raised:
        check("affine", lambda x, w, b: x @ w)
    assert isinstance(raised.value, AssertionError)
    assert raised.value._render_traceback_() == [f"✗ {raised.value}"]
    assert raised.value.__suppress_context__


def test_the_place_of_the_difference_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    told("affine", lambda x, w, b: affine(x, w, b) + np.eye(1, w.shape[1], 1))
    out = capsys.readouterr().out
    assert out == "Where it differs, output of shape (2, 4):\n  axis 1: only at 1 of 0 to 3\n  largest error 1\n"


# What it costs


def test_a_check_imports_neither_keras_nor_matplotlib(probes: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from forwardpass import check, probe_files
probe_files.FOLDER = Path({str(probes)!r})
check("affine", lambda x, w, b: x @ w + b)
try:
    check("affine", lambda x, w, b: x @ w)
except AssertionError:
    pass
heavy = {{"keras", "tensorflow", "torch", "jax", "matplotlib", "IPython", "scipy", "autograder", "pandas"}}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
