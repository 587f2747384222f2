"""How answers to questions are judged in tests: by the hidden checks, for one course secret after another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from autograder.audit.answers import ROOT, questions
from autograder.audit.asking import Bounded, Verdict, ask, generator
from autograder.compose import read_notebook
from autograder.exercises import Exercise
from autograder.graders import Wrong
from autograder.graders.direct import checks_of, run


def verdicts(layer: str, question: str, answer: Any, secrets: range = range(1)) -> list[Verdict]:
    """What every hidden check of the question says of an answer, for every secret."""
    [exercise] = [each for each in questions(layer) if each.name == question]
    session = Bounded({exercise.defines: answer})
    return [ask(check, session, layer, secret) for secret in secrets for check in checks_of(layer, question)]


def share_earned(asked: Sequence[tuple[str, Exercise]], answer: Any) -> float:
    """What share of the points of choices, given with their assignments, one answer earns that is given to all."""
    worth = [_points(layer)[exercise.name] for layer, exercise in asked]
    credits = [_credit(layer, exercise, answer) for layer, exercise in asked]
    return sum(map(float.__mul__, worth, credits)) / sum(worth)


def _credit(layer: str, exercise: Exercise, answer: Any) -> float:
    [check] = checks_of(layer, exercise.name)
    try:
        run(check, Bounded({exercise.defines: answer}), layer, generator(layer, check.__name__, 0))
    except Wrong as wrong:
        return wrong.credit
    return 1.0


@cache
def _points(layer: str) -> dict[str, float]:
    books = [read_notebook(path) for path in (ROOT / "source" / layer).glob("*.ipynb")]
    marks = [cell.metadata.get("nbgrader", {}) for book in books for cell in book.cells]
    return {mark["grade_id"]: float(mark["points"]) for mark in marks if mark.get("grade")}
