"""Find the known mistake that gives exactly this wrong answer."""

from __future__ import annotations

import copy
import warnings
from collections import OrderedDict
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any

import numpy as np

from autograder.exercises import Case
from autograder.graders.seeing import answers_of, handy, probes_of
from autograder.graders.student import Stub
from autograder.misconceptions import Mistake
from autograder.references import Expected
from autograder.references.lookup import content_key
from autograder.setting import Setting
from forwardpass.compare import agrees
from forwardpass.matching import alike, surviving, the_hint
from forwardpass.probe_files import Raises

MOST_CASES = 1024  # whose wrong answers are kept: more than an assignment has
_made: OrderedDict[str, tuple[tuple[str, str, Any], ...]] = OrderedDict()
_wanted = Setting(True)


def without_hints() -> AbstractContextManager[bool]:
    """Give no hints while the block runs: for audits that ask about verdicts alone."""
    return _wanted.during(False)


def diagnose(stub: Stub, case: Case, answer: Any, expected: Expected) -> str:
    """The hint of the one mistake that explains ``answer`` on ``case``; empty where none does, or several disagree.

    One case is not enough evidence: what remains is what agrees with the student's function on every public input as
    well. ``answer`` is ``Raises`` where the function raised.
    """
    if not _wanted.value or not handy(answer):
        return ""
    known = {
        name: hint for name, hint, wrong in wrong_answers(stub.layer, stub.name, case, expected) if alike(answer, wrong)
    }
    answers = answers_of(stub) if known else None
    for probe, got in zip(probes_of(stub.name), answers or (), strict=False):
        known = surviving(known, probe, got)
    return the_hint(known) if answers is not None else ""


def wrong_answers(layer: str, stub: str, case: Case, expected: Expected) -> tuple[tuple[str, str, Any], ...]:
    """Name, hint and answer of every mistake that makes a difference on this case. The same for every student: kept."""
    key = content_key(layer, stub, case)
    if key not in _made:
        outcomes = [(mistake, outcome_of(mistake, case)) for mistake in mistakes(layer) if mistake.stub == stub]
        _made[key] = tuple(
            (mistake.name, mistake.hint, wrong)
            for mistake, wrong in outcomes
            if isinstance(wrong, Raises) or not agrees(wrong, expected.value, expected.bound)
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


def outcome_of(mistake: Mistake, case: Case) -> Any:
    """What the mistake gives on this case, ``Raises`` where it raises, as it may on some shapes."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return mistake.function(*copy.deepcopy(case.args), **copy.deepcopy(dict(case.kwargs)))
    except Exception as error:
        return Raises(type(error).__name__)
