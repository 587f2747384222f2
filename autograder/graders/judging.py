"""The words in which checks are written: ``item``, ``agree``, ``exactly``, ``chosen``, ``credit``."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn, TypeVar

import numpy as np
import numpy.typing as npt
import pytest

from autograder import references
from autograder.exercises import Case
from autograder.graders.diagnosis import diagnose
from autograder.graders.student import Stub
from autograder.sandbox import Raised
from forwardpass.compare import compare
from forwardpass.probe_files import Raises

MOST_NUMBERS = 1_000_000  # of any array that a check computes with
MOST_ENTRIES = 64  # of a prediction: a shape, a handful of numbers
Check = TypeVar("Check", bound=Callable[..., Any])


class Wrong(AssertionError):
    """A wrong answer: a message for the student and, where one mistake explains it, a hint."""

    def __init__(self, message: str, hint: str = "", credit: float = 0.0) -> None:
        """``credit`` in [0, 1] is what the answer earns all the same."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.credit = credit


def item(name: str, *, weight: float = 1.0, explanation: str = "") -> Callable[[Check], Check]:
    """Say which exercise a check belongs to.

    ``weight`` is its share of the exercise's points relative to the exercise's other checks. ``explanation`` is shown
    in feedback whatever the answer was: why the right answer is right.
    """
    if not weight > 0 or not math.isfinite(weight):
        raise ValueError(f"the weight of a check is a positive number, got {weight!r}")
    return pytest.mark.item(name=name, weight=float(weight), explanation=explanation)


def credit(fraction: float, message: str, hint: str = "") -> NoReturn:
    """End the check with part of its credit, in [0, 1), and say why."""
    if not 0 <= fraction < 1:
        raise ValueError(f"partial credit lies in [0, 1), got {fraction!r}")
    raise Wrong(message, hint, credit=fraction)


def agree(stub: Stub, *cases: Case) -> None:
    """The student's function agrees with the reference on every case, and goes on doing so.

    The first case is asked again at the end: a function that remembers its last call, or its first, is wrong even when
    one answer is right. Inputs are compared after every call. Raises ``Wrong``.
    """
    if not cases:
        raise ValueError("agree needs at least one case")
    for case in (*cases, cases[0]):
        expected = references.expected(stub.layer, stub.name, case)
        try:
            answer = stub.answer(*case.args, **case.kwargs)
        except Raised as raised:
            raised.hint = diagnose(stub, case, Raises(raised.type_name), expected)
            raise
        difference = compare(answer.value, expected.value, expected.bound, name=stub.name, reveal=False)
        if difference is not None:
            hint = diagnose(stub, case, answer.value, expected)
            raise Wrong(f"{difference.message} ({case.label})", hint)
        if not (_same(answer.inputs_after, case.args) and _same(answer.kwargs_after, dict(case.kwargs))):
            raise Wrong(f"`{stub.name}` changes its inputs in place. Work on a copy. ({case.label})")


def exactly(answer: Any, right: Any, hints: Mapping[Any, str] | None = None) -> None:
    """A prediction is exactly right: a number, a shape, a yes or no.

    ``hints`` gives the thought behind likely wrong answers. A bool never stands for a number. Raises ``Wrong``.
    """
    if answer is None:
        raise Wrong("Not answered: the variable is still None.")
    if _entries(answer) > MOST_ENTRIES:
        raise Wrong("That is not it: far too many numbers.")
    if isinstance(answer, str) and not isinstance(right, str):
        raise Wrong("That is a text. Leave the quotation marks out.")
    if _plain(answer) != _plain(right):
        hint = next((text for wrong, text in (hints or {}).items() if _plain(wrong) == _plain(answer)), "")
        raise Wrong("That is not it.", hint)


def few(array: npt.NDArray[Any], name: str) -> None:
    """Raise ``AssertionError`` for an array that is far larger than any answer, before anything is computed with it."""
    assert array.size <= MOST_NUMBERS, f"`{name}` holds far more numbers than an answer needs."


def chosen(answer: Any, right: str | Collection[str], feedback: Mapping[str, str] | None = None) -> None:
    """A choice: one letter, or a set of letters scored (right - wrong) / right and never below 0.

    ``feedback`` has one sentence per distractor: the misconception behind it. Raises ``Wrong``.
    """
    wanted = {letter.lower() for letter in ({right} if isinstance(right, str) else right)}
    if answer is None:
        raise Wrong("Not answered: the variable is still None.")
    single = isinstance(answer, str)
    given = list(answer) if isinstance(answer, (set, frozenset, list, tuple)) else [answer]
    if not all(isinstance(letter, str) for letter in given):
        raise Wrong("An answer here is a letter such as 'a', or a set of letters such as {'a', 'c'}.")
    letters = {letter.strip().lower() for letter in given}
    if single and not isinstance(right, str) and len(answer.strip()) > max(map(len, wanted)):
        raise Wrong("All letters are in one text here; the answer is a set of letters such as {'a', 'c'}.")
    if letters == wanted:
        return
    sentences = {letter.lower(): sentence for letter, sentence in (feedback or {}).items()}
    hint = " ".join(sentences.get(letter, "") for letter in sorted(letters - wanted)).strip()
    if isinstance(right, str):
        raise Wrong("That is not it.", hint)
    share = max(0.0, (len(letters & wanted) - len(letters - wanted)) / len(wanted))
    missed = len(wanted - letters)
    text = f"{len(letters & wanted)} of {len(wanted)} right, {len(letters - wanted)} wrong, {missed} missing."
    raise Wrong(text, hint, credit=min(share, 0.999))


def _entries(value: Any) -> int:
    """How many numbers an answer holds, counted no further than what is too many anyway."""
    if isinstance(value, np.ndarray):
        return int(value.size)
    if not isinstance(value, (list, tuple)) or len(value) > MOST_ENTRIES:
        return len(value) if isinstance(value, (list, tuple)) else 1
    return sum(_entries(entry) for entry in value)


def _plain(value: Any) -> Any:
    """A form in which equal answers are equal and True is not 1."""
    if isinstance(value, (bool, np.bool_)):
        return ("bool", bool(value))
    if isinstance(value, (list, tuple)):
        return tuple(_plain(entry) for entry in value)
    if isinstance(value, np.ndarray):
        return tuple(_plain(entry) for entry in value.tolist()) if value.ndim else _plain(value.item())
    if isinstance(value, (int, float, np.integer, np.floating)):
        try:
            number = float(value)
        except OverflowError:
            return ("other", "a whole number that no float holds")
        return ("number", number) if math.isfinite(number) else ("number", repr(number))
    if isinstance(value, str):
        return ("text", value.strip().lower())
    return ("other", repr(type(value)))


def _same(after: Any, before: Any) -> bool:
    """Whether arguments came back as they were sent, bit for bit (NaN equals itself)."""
    if isinstance(before, np.ndarray):
        return (
            isinstance(after, np.ndarray)
            and after.dtype == before.dtype
            and after.shape == before.shape
            and np.ascontiguousarray(after).tobytes() == np.ascontiguousarray(before).tobytes()
        )
    if isinstance(before, (list, tuple)):
        return (
            isinstance(after, (list, tuple))
            and len(after) == len(before)
            and all(_same(a, b) for a, b in zip(after, before, strict=True))
        )
    if isinstance(before, Mapping):
        return (
            isinstance(after, Mapping) and set(after) == set(before) and all(_same(after[k], before[k]) for k in before)
        )
    return True
