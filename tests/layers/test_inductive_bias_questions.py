"""The questions on inductive bias: right answers pass, every distractor gets a sentence, and nothing else passes."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import numpy as np
import pytest

from autograder.audit.answers import model_answers
from autograder.compose import read_notebook
from autograder.exercises import of_assignment
from autograder.graders import Wrong, direct

ROOT = Path(__file__).resolve().parents[2]
NAME = "inductive_bias"
ASKED = {each.name: each for each in of_assignment(NAME) if each.notebook == NAME}
QUESTIONS = [name for name, each in ASKED.items() if each.kind in ("predict", "choose")]
CHOICES = [name for name in QUESTIONS if ASKED[name].kind == "choose"]
PREDICTIONS = [name for name in QUESTIONS if ASKED[name].kind == "predict"]


RIGHT = model_answers(NAME)


def graded(name, answer):
    """The refusal of an answer, None where it is right."""
    [check] = direct.checks_of(NAME, name)
    try:
        direct.run(check, direct.Direct({name: answer}), NAME, np.random.default_rng(0))
    except Wrong as wrong:
        return wrong
    return None


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_explained(name):
    [check] = direct.checks_of(NAME, name)
    [mark] = [mark for mark in check.pytestmark if mark.name == "item"]
    assert len(mark.kwargs["explanation"]) > 40


@pytest.mark.parametrize("name", [name for name in CHOICES if isinstance(RIGHT[name], set)])
def test_every_option_ticked_earns_no_more_than_right_minus_wrong(name):
    options, right = set(ASKED[name].form.options), RIGHT[name]
    assert graded(name, options).credit == pytest.approx(max(0.0, (2 * len(right) - len(options)) / len(right)))


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
