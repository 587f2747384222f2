"""Find the known mistake that gives exactly this wrong answer."""

from __future__ import annotations

import copy
import warnings
from importlib import import_module
from typing import Any

import numpy as np

from autograder.exercises import Case
from autograder.misconceptions import Mistake
from autograder.references import Expected
from forwardpass.compare import compare


def diagnose(layer: str, stub: str, case: Case, answer: Any, expected: Expected) -> str:
    """The hint of the mistake that explains ``answer`` on ``case``; empty where none does, or several disagree."""
    hints = {
        mistake.hint
        for mistake in mistakes(layer)
        if mistake.stub == stub and explains(mistake, case, answer, expected)
    }
    return hints.pop() if len(hints) == 1 else ""


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


def explains(mistake: Mistake, case: Case, answer: Any, expected: Expected) -> bool:
    """Whether the mistake, made on this case, gives this answer and not the right one."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            wrong = mistake.function(*copy.deepcopy(case.args), **copy.deepcopy(dict(case.kwargs)))
    except Exception:
        # A mistake may well raise on some shapes; then it does not explain an answer that was returned.
        return False
    if compare(wrong, expected.value, expected.bound) is None:
        return False
    try:
        return compare(answer, wrong, expected.bound) is None
    except (TypeError, ValueError):
        return False
