"""Find the known mistake that gives exactly this wrong answer."""

from __future__ import annotations

import copy
import warnings
from collections import OrderedDict
from importlib import import_module
from typing import Any

import numpy as np

from autograder.exercises import Case
from autograder.misconceptions import Mistake
from autograder.references import Expected
from autograder.references.lookup import content_key
from forwardpass.compare import agrees

MOST_CASES = 1024  # whose wrong answers are kept: more than an assignment has
_made: OrderedDict[str, tuple[tuple[str, Any], ...]] = OrderedDict()


def diagnose(layer: str, stub: str, case: Case, answer: Any, expected: Expected) -> str:
    """The hint of the mistake that explains ``answer`` on ``case``; empty where none does, or several disagree."""
    found = wrong_answers(layer, stub, case, expected)
    hints = {hint for hint, wrong in found if agrees_quietly(answer, wrong, expected.bound)}
    return hints.pop() if len(hints) == 1 else ""


def wrong_answers(layer: str, stub: str, case: Case, expected: Expected) -> tuple[tuple[str, Any], ...]:
    """Hint and answer of every mistake that makes a difference on this case. The same for every student: kept."""
    key = content_key(layer, stub, case)
    if key not in _made:
        _made[key] = tuple(
            (mistake.hint, wrong)
            for mistake in mistakes(layer)
            if mistake.stub == stub
            for wrong in answer_of(mistake, case)
            if not agrees(wrong, expected.value, expected.bound)
        )
    _made.move_to_end(key)
    while len(_made) > MOST_CASES:
        _made.popitem(last=False)
    return _made[key]


def mistakes(layer: str) -> tuple[Mistake, ...]:
    """The layer's bank of misconceptions; empty for an assignment that has none."""
    try:
        module = import_module(f"autograder.misconceptions.{layer}")
    except ModuleNotFoundError as missing:
        if missing.name != f"autograder.misconceptions.{layer}":
            raise
        return ()
    bank: tuple[Mistake, ...] = module.MISTAKES
    return bank


def answer_of(mistake: Mistake, case: Case) -> list[Any]:
    """What the mistake gives on this case: one answer, or none where it raises, as it may on some shapes."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return [mistake.function(*copy.deepcopy(case.args), **copy.deepcopy(dict(case.kwargs)))]
    except Exception:
        return []


def agrees_quietly(answer: Any, wrong: Any, bound: Any) -> bool:
    """Whether two wrong answers are the same, as far as they can be compared at all."""
    try:
        return agrees(answer, wrong, bound)
    except (TypeError, ValueError):
        return False
