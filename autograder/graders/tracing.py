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
MOST_NUMBERS = 200_000  # in the arguments of one call
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


def right(assignment: str, name: str, *args: Any, **kwargs: Any) -> Any:
    """What the helper should return for the student's own arguments. Raises ``Refusal`` where they do not fit."""
    if sum(np.size(part) for part in (*args, *kwargs.values())) > MOST_NUMBERS:
        raise Refusal(f"the arguments of {name} are far larger than this exercise needs")
    try:
        return by_formula(assignment, name, *args, **kwargs)
    except Exception:  # whatever the formula makes of them, they are the student's
        raise Refusal(f"{name} does not take these arguments") from None


def better(own: CheckResult, traced: CheckResult, names: Collection[str]) -> CheckResult:
    """The result that counts: with right helpers where that earned more, and it says so."""
    if traced.verdict.held or traced.credit <= own.credit:
        return own
    written = " and ".join(f"`{name}`" for name in names)
    note = f"Graded with a right {written} in the place of yours: what is wrong there costs no points here."
    return msgspec.structs.replace(traced, note=note, seconds=own.seconds + traced.seconds)
