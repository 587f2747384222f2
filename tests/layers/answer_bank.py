"""Answers to construct questions, right and wrong, as files in tests/submissions/answers, and how they are judged."""

from __future__ import annotations

import runpy
from functools import cache
from typing import Any

import numpy as np

from autograder.audit.asking import Bounded, Verdict, ask
from autograder.exercises import of_assignment
from autograder.graders.direct import checks_of

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
