"""Answers to the questions that are decided by running them: right ones, wrong ones, and what nobody meant as one.

A question to construct something has a file ``tests/submissions/answers/<assignment>/<question>.py`` with ``RIGHT``,
a dictionary of answers by name, and ``WRONG``, of pairs: words of the message that is due, and the answer. An answer is
what the notebook's variable or function of that name would be. The model answers are right answers, too.
"""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from nbformat import NotebookNode

from autograder.compose import is_solution, read_notebook, without_markers
from autograder.demonstrations import DEMO
from autograder.exercises import Exercise, notebooks, of_assignment

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "tests" / "submissions" / "answers"
RUN = ("construct", "predict", "choose")
"""The kinds of questions whose answers are run or compared, in any process: models need Keras, texts need a person."""


def questions(assignment: str) -> list[Exercise]:
    """The questions of an assignment in notebooks that need no Keras."""
    asked = [exercise for exercise in of_assignment(assignment) if exercise.kind in RUN]
    return [exercise for exercise in asked if _profile(_source(assignment, exercise.notebook)) == "numpy"]


def bank(assignment: str, question: str) -> tuple[dict[str, Any], dict[str, tuple[str, Any]]]:
    """The right and the wrong answers in the file of a question; none where there is no file."""
    path = ANSWERS / assignment / f"{question}.py"
    made = runpy.run_path(str(path)) if path.is_file() else {"RIGHT": {}, "WRONG": {}}
    return made["RIGHT"], made["WRONG"]


@cache
def model_answers(assignment: str) -> dict[str, Any]:
    """What the model answers define, by name: the source notebooks run as grading runs them, without their figures."""
    names: dict[str, Any] = {}
    for name in notebooks(assignment):
        source = _source(assignment, name)
        if _profile(source) == "numpy":
            here: dict[str, Any] = {"__name__": "notebook"}
            with redirect_stdout(StringIO()):  # what it prints must not stand between lines for machines
                for cell in source.cells:
                    if _counts(cell):
                        exec(without_markers(cell.source), here)
            names |= here
    return names


def _counts(cell: NotebookNode) -> bool:
    graded = cell.metadata.get("nbgrader", {}).get("grade") and not is_solution(cell)
    return cell.cell_type == "code" and not graded and DEMO not in cell.metadata.get("tags", ())


@cache
def _source(assignment: str, notebook: str) -> NotebookNode:
    return read_notebook(ROOT / "source" / assignment / f"{notebook}.ipynb")


def _profile(notebook: NotebookNode) -> str:
    return str(notebook.metadata["forwardpass"]["profile"])


def nonsense(exercise: Exercise) -> Iterator[tuple[str, Any]]:
    """Name and value of what may stand in a variable, or come back from a function, and can never be right."""
    for name, value in _plain():
        yield name, value
        if exercise.form is not None and exercise.form.name == "function":
            yield f"a function that gives {name}", _giving(value)
    if exercise.form is not None and exercise.form.name == "function":
        yield "a function that raises", _raising
    if exercise.form is not None and exercise.form.name == "options":
        yield "every option", set(exercise.form.options)
        yield "no option", set()


def _plain() -> Iterator[tuple[str, Any]]:
    yield "nothing", None
    yield "NaN", np.nan
    yield "infinity", np.inf
    yield "a very large number", -1e300
    yield "a number that no float holds", 10**400
    yield "an imaginary number", 1j
    yield "a text", "a long text"
    yield "an empty text", ""
    yield "bytes", b"bytes"
    yield "an empty array", np.zeros(0)
    yield "a huge array", np.zeros(2_000_001)
    yield "an array without axes", np.array(5.512)
    yield "complex numbers", np.array([1 + 1j])
    yield "an array of text", np.array(["x"])
    yield "an array of objects", np.array([None], object)
    yield "ragged lists", [[1, 2], [3]]
    yield "nested lists", [[[]]]
    yield "an empty dictionary", {}
    yield "another dictionary", {"something": 1}
    yield "a tuple of nothing", (None, None, None)
    yield "a mixed tuple", (np.nan, "x", [1, [2]])
    yield "infinities", [np.full((3, 3), np.inf)] * 3
    yield "four huge arrays", (np.zeros((2_000_001, 2)),) * 4
    yield "four arrays of 1e300", tuple(np.full(shape, 1e300) for shape in ((2, 2), (2,), (2, 1), (1,)))
    yield "complex arrays", tuple(np.full(shape, 1j) for shape in ((2, 2), (2,), (2, 1), (1,)))
    yield "a network without units", (np.zeros((2, 0)), np.zeros(0), np.zeros((0, 1)), np.zeros(1))
    yield "letters in lists", [["a"], ["b"]]
    yield "an ellipsis", ...
    yield "an object", object()


def _giving(value: Any) -> Callable[..., Any]:
    return lambda *_, **__: value


def _raising(*_: Any, **__: Any) -> Any:
    raise RuntimeError("on purpose")
