"""Answers to construct questions, right and wrong, as files in tests/submissions/answers, and how they are judged."""

from __future__ import annotations

import runpy
from functools import cache
from typing import Any

import numpy as np

from autograder.audit.asking import Bounded, Verdict, ask
from autograder.exercises import Exercise, of_assignment
from autograder.graders.direct import checks_of
from autograder.references import by_keras

from .bench import SUBMISSIONS

SECRETS = range(5)


def constructed(layer: str) -> list[str]:
    """The construct questions of an assignment."""
    return [exercise.name for exercise in of_assignment(layer) if exercise.kind == "construct"]


@cache
def bank(layer: str, question: str) -> dict[str, Any]:
    """What the file of a question defines: RIGHT and WRONG."""
    return runpy.run_path(str(SUBMISSIONS / "answers" / layer / f"{question}.py"))


def verdicts(layer: str, question: str, answer: Any, secret: int = 0) -> list[Verdict]:
    """What every hidden check of the question says."""
    return [ask(check, Bounded({question: answer}), layer, secret) for check in checks_of(layer, question)]


def accepts_right(layer: str, question: str) -> None:
    """Two or more right answers, each accepted whatever the secret."""
    right = bank(layer, question)["RIGHT"]
    assert len(right) >= 2
    for name, answer in right.items():
        for secret in SECRETS:
            assert [v for v in verdicts(layer, question, answer, secret) if not v.passed] == [], name


def refuses_wrong(layer: str, question: str) -> None:
    """Four or more wrong answers, each refused with its own words whatever the secret."""
    wrong = bank(layer, question)["WRONG"]
    assert len(wrong) >= 4
    for name, (words, answer) in wrong.items():
        for secret in SECRETS:
            said = verdicts(layer, question, answer, secret)
            assert words and not any(verdict.ours for verdict in said), (name, said)
            assert any(not v.passed and words in v.message for v in said), (name, said)


def decides_as_keras_does(layer: str, question: str) -> None:
    """The same verdicts and messages where Keras runs what was constructed."""
    answers = bank(layer, question)
    for answer in [*answers["RIGHT"].values(), *(answer for _, answer in answers["WRONG"].values())]:
        by_formula = verdicts(layer, question, answer, secret=99)
        with by_keras():
            assert verdicts(layer, question, answer, secret=99) == by_formula


def withstands_hostile(exercise: Exercise, layer: str) -> None:
    """What nobody meant as an answer is refused, and never taken for a fault of ours."""
    assert exercise.form is not None
    for answer in hostile(called=exercise.form.name == "function"):
        said = verdicts(layer, exercise.name, answer)
        assert said and not any(verdict.ours or verdict.passed for verdict in said), (answer, said)


def feedback_names_each_distractor(exercise: Exercise, layer: str, right: Any) -> None:
    """Every wrong option has a sentence of its own."""
    assert exercise.form is not None
    wrong = set(exercise.form.options) - set(right)
    hints = {verdicts(layer, exercise.name, {letter} if isinstance(right, set) else letter)[0].hint for letter in wrong}
    assert len(hints) == len(wrong) and all(hints)


def hostile(called: bool) -> list[Any]:
    """What may stand in a variable, or come back from a function, that nobody meant as an answer."""
    plain = [
        None,
        np.nan,
        np.inf,
        -1e300,
        "a long text",
        "",
        b"bytes",
        True,
        1j,
        np.array(5.5),
        np.zeros(0),
        np.zeros((2_000_001,)),
        np.array([1 + 1j]),
        np.array(["a"]),
        np.array([None], object),
        [[1, 2], [3]],
        [[[]]],
        {},
        {"kernel": 1},
        (None, None, None),
        (np.nan, "a", [1, [2]]),
        [np.full((3, 3), np.inf)] * 3,
        10**400,
        ("x",) * 3,
    ]
    if not called:
        return plain

    def fails(*_: Any) -> None:
        raise RuntimeError("on purpose")

    return [*(_returning(value) for value in plain), fails]


def _returning(value: Any) -> Any:
    return lambda *_: value
