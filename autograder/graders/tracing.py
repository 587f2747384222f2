"""A wrong helper costs its own points and no others.

Where a check of a function fails, and a helper that the notebook builds it from has failed a check of its own, the
check is run once more with right helpers: the student's calls to them are answered by the trusted process, through the
frames of the sandbox. Nothing of the reference enters the room.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

import msgspec
import numpy as np

from autograder.exercises import helpers
from autograder.references import by_formula
from autograder.reports.model import CheckResult, Verdict
from autograder.sandbox import Refusal, Session

MOST_CALLS = 5_000  # of one helper in one check: a loop over time calls it once a step
# Of the arguments of one call: no case of an exercise comes near, and no formula makes much of them.
MOST_NUMBERS, MOST_AXES, LONGEST, LARGEST = 10_000, 4, 64, 10_000
MOST_IN_VAIN = 2  # runs with right helpers that reach a limit; then nobody tries again
FOLLOWS = (Verdict.WRONG, Verdict.ERR, Verdict.LIMIT)


def failed_helpers(assignment: str, result: CheckResult, earlier: Iterable[CheckResult]) -> tuple[str, ...]:
    """The helpers that have failed a check of their own, where this check failed and the student is to blame."""
    if result.verdict not in FOLLOWS or result.credit >= 1:
        return ()
    failed = {one.item for one in earlier if one.verdict in FOLLOWS and one.credit < 1}
    return tuple(name for name in helpers(assignment, result.item) if name in failed)


def lend(session: Session, assignment: str, names: Collection[str]) -> None:
    """Put right helpers in the place of the student's, for the length of a check."""
    for name in names:
        session.replace(name, session.lend(partial(right, assignment, name), MOST_CALLS))


def right(assignment: str, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """What the helper should return for the student's own arguments. Raises ``Refusal`` where they do not fit."""
    if not all(map(_small, (*args, *kwargs.values()))):
        raise Refusal(f"{name} takes small arrays and whole numbers here")
    try:
        return by_formula(assignment, name, *args, **kwargs)
    except Exception:  # whatever the formula makes of them, they are the student's
        raise Refusal(f"{name} does not take these arguments") from None


def _small(value: Any) -> bool:
    """Whether a formula can be given this: whatever it makes of such values stays small as well."""
    if isinstance(value, np.ndarray):
        axes = value.ndim <= MOST_AXES and all(1 <= size <= LONGEST for size in value.shape)
        return axes and value.size <= MOST_NUMBERS and value.dtype.kind in "biuf"
    if isinstance(value, tuple):
        return len(value) <= MOST_AXES and all(isinstance(part, int) and _small(part) for part in value)
    if isinstance(value, (int, float, np.integer, np.floating)):
        return bool(-LARGEST <= value <= LARGEST or value != value)  # NaN is small enough
    return value is None or value in ("same", "valid")


def better(own: CheckResult, traced: CheckResult, names: Collection[str]) -> CheckResult:
    """The result that counts: with right helpers where that earned more, and it says so."""
    if traced.verdict.held or traced.credit <= own.credit:
        return own
    written = " and ".join(f"`{name}`" for name in names)
    note = f"Graded with a right {written} in the place of yours: what is wrong there costs no points here."
    return msgspec.structs.replace(traced, note=note, seconds=own.seconds + traced.seconds)
