"""Right, wrong and absurd answers to questions, put to the hidden checks as students' answers are.

``tests/submissions/answers/<layer>/<question>.py`` has RIGHT, answers by name, and WRONG, of each a part of what a
student is told, and the answer.
"""

from __future__ import annotations

import runpy
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from autograder.audit.asking import Bounded, Verdict, ask
from autograder.exercises import of_assignment
from autograder.exercises.model import Exercise
from autograder.graders.direct import checks_of

from .bench import SUBMISSIONS

Wrong = tuple[str, Any]


class Bank(NamedTuple):
    """The answers to one question."""

    question: str
    right: dict[str, Any]
    wrong: dict[str, Wrong]


def questions(layer: str, *kinds: str) -> dict[str, Exercise]:
    """The exercises of some kinds, by name."""
    return {exercise.name: exercise for exercise in of_assignment(layer) if exercise.kind in kinds}


def banks(layer: str) -> list[Bank]:
    """All answers that are kept for an assignment; reading them may not warn."""
    found = []
    for path in sorted((SUBMISSIONS / "answers" / layer).glob("*.py")):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            names = runpy.run_path(str(path))
        found.append(Bank(path.stem, names["RIGHT"], names["WRONG"]))
    return found


def every(layer: str, right: bool) -> Iterator[tuple[str, str, Any]]:
    """Question, name of the answer, and the answer (with what is said of it, where it is wrong)."""
    for bank in banks(layer):
        for name, answer in (bank.right if right else bank.wrong).items():
            yield bank.question, name, answer


def verdicts(layer: str, question: str, answer: Any, secrets: int) -> list[Verdict]:
    """How the checks of a question end for an answer, with the hidden inputs of several course secrets."""
    session = Bounded({questions(layer, "construct", "predict", "choose")[question].defines: answer})
    return [ask(check, session, layer, secret) for check in checks_of(layer, question) for secret in range(secrets)]


def _raises(*_: Any, **__: Any) -> Any:
    raise ValueError("no idea")


HUGE = np.zeros((3_000_000, 3), np.uint8)
ABSURD: dict[str, Any] = {
    "None": None,
    "ellipsis": ...,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "text": "text",
    "empty text": "",
    "true": True,
    "complex": 1 + 2j,
    "1e300": 1e300,
    "400 digits": 10**400,
    "huge array": HUGE,
    "no axes": np.array(3.0),
    "empty array": np.zeros((0, 3)),
    "ragged": [[1.0, 2.0], [3.0]],
    "text in it": [["a", "b"], ["c", "d"]],
    "None in it": [None, 1.0],
    "objects": np.array([None, "a"], dtype=object),
    "four times None": (None,) * 4,
    "four texts": ("a", "b", "c", "d"),
    "pair of NaN": (np.full((12, 12), np.nan), np.full((12, 12), np.inf)),
    "empty tuple": (),
    "empty set": set(),
    "unhashable letters": [["a"], ["b"]],
    "numbers for letters": {1, 2, 3},
    "dict": {"kernel": 1.0},
    "object": object(),
    "four huge arrays": (HUGE, HUGE, HUGE, HUGE),
    "four of 1e300": tuple(np.full(shape, 1e300) for shape in ((2, 2), (2,), (2, 1), (1,))),
    "complex arrays": tuple(np.full(shape, 1j) for shape in ((2, 2), (2,), (2, 1), (1,))),
    "no units": (np.zeros((2, 0)), np.zeros(0), np.zeros((0, 1)), np.zeros(1)),
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "raises": _raises,
    **{f"gives {name}": lambda *_, answer=answer: answer for name, answer in ABSURD.items()},
}
