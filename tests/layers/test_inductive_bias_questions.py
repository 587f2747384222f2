"""The questions on inductive bias: right answers pass, every distractor gets a sentence, and nothing else passes."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import numpy as np
import pytest

from autograder.compose import is_solution, read_notebook, without_markers
from autograder.exercises import of_assignment
from autograder.graders import Wrong, direct

ROOT = Path(__file__).resolve().parents[2]
NAME = "inductive_bias"
ASKED = {each.name: each for each in of_assignment(NAME) if each.notebook == NAME}
QUESTIONS = [name for name, each in ASKED.items() if each.kind in ("predict", "choose")]
CHOICES = [name for name in QUESTIONS if ASKED[name].kind == "choose"]
PREDICTIONS = [name for name in QUESTIONS if ASKED[name].kind == "predict"]


def model_answers():
    names = {"np": np}
    for cell in read_notebook(ROOT / "source" / NAME / f"{NAME}.ipynb").cells:
        if cell.cell_type == "code" and is_solution(cell):
            exec(without_markers(cell.source), names)
    return names


RIGHT = model_answers()


def graded(name, answer):
    """The refusal of an answer, None where it is right."""
    [check] = direct.checks_of(NAME, name)
    try:
        direct.run(check, direct.Direct({name: answer}), NAME, np.random.default_rng(0))
    except Wrong as wrong:
        return wrong
    return None


def test_there_are_enough_questions():
    assert len(PREDICTIONS) >= 10
    assert len(CHOICES) >= 8


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_model_answer_is_right_and_is_explained(name):
    assert graded(name, RIGHT[name]) is None
    [check] = direct.checks_of(NAME, name)
    [mark] = [mark for mark in check.pytestmark if mark.name == "item"]
    assert len(mark.kwargs["explanation"]) > 40


@pytest.mark.parametrize("name", CHOICES)
def test_every_distractor_has_a_sentence_of_its_own_misconception(name):
    right = RIGHT[name]
    letters = right if isinstance(right, set) else {right}
    wrong = set(ASKED[name].form.options) - letters
    assert wrong
    for letter in wrong:
        refusal = graded(name, {letter} if isinstance(right, set) else letter)
        assert refusal.hint.endswith(".") or refusal.hint.endswith("?")
        assert refusal.credit == 0
    if isinstance(right, set):
        everything = graded(name, set(ASKED[name].form.options))
        assert everything.credit <= (len(letters) - len(wrong)) / len(letters) + 1e-9 or everything.credit == 0


@pytest.mark.parametrize("name", CHOICES)
def test_the_options_of_the_notebook_are_those_of_the_form(name):
    cells = read_notebook(ROOT / "source" / NAME / f"{NAME}.ipynb").cells
    [task] = [cell.source for cell in cells if cell.id == f"{name.replace('_', '-')}-task"]
    assert tuple(re.findall(r"^- \*\*([a-z])\*\* ", task, re.MULTILINE)) == ASKED[name].form.options


def test_right_letters_follow_no_pattern():
    first = [min(RIGHT[name]) for name in CHOICES]
    assert all(first.count(letter) <= len(first) / 2 for letter in "abcde")


@pytest.mark.parametrize("name", PREDICTIONS)
def test_likely_wrong_predictions_get_a_thought(name):
    [check] = direct.checks_of(NAME, name)
    text = inspect.getsource(check).partition("hints={")[2]
    keys = [eval(key) for key in re.findall(r"^            (\(.*?\)|\d+):", text, re.MULTILINE)]
    assert len(keys) >= 3
    for wrong in keys:
        assert graded(name, wrong).hint


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(
    "answer",
    [None, np.nan, np.inf, "text", "", [], {}, True, 1e300, 10**400, 1j, np.zeros(2_000_000), [[1], [2, 3]], object(),
     {"a": 1}, [None], np.array("b"), {"a", 1}],
    ids=repr,
)  # fmt: skip
def test_no_other_answer_is_right_or_a_fault_of_ours(name, answer):
    assert graded(name, answer).credit < 1
