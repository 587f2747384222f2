"""From what a check raised to a verdict. The student's fault and ours never share a branch."""

from __future__ import annotations

import builtins
import os
from collections.abc import Sequence
from inspect import cleandoc
from traceback import StackSummary, TracebackException

import _pytest
import pluggy
import pytest

from autograder.graders.judging import Wrong
from autograder.reports.model import CheckResult, Verdict
from autograder.sandbox import Crashed, LimitReached, Raised, StudentFault, Undefined, Unsendable

LIMITS = {
    "time": "took too long: is there a loop that never ends?",
    "cpu": "used too much processor time: is there a loop that never ends?",
    "memory": "used too much memory.",
    "processes": "started too many processes or threads.",
    "files": "wrote too much, or opened too many files.",
    "output": "printed too much.",
    "budget": "came too late: the notebook as a whole had used up its time.",
}
PYTEST = tuple(f"{folder}{os.sep}" for package in (_pytest, pluggy) for folder in package.__path__)


def judge(check: pytest.Item, exceptions: Sequence[BaseException], *, passed: bool, seconds: float) -> CheckResult:
    """The result of one check, decided by the first exception.

    Only an explicit pass of set-up, call and tear-down earns full credit.
    """
    mark = check.get_closest_marker("item")
    assert mark is not None
    raised = exceptions[0] if exceptions else None
    credit, hint = 0.0, ""
    if raised is None and passed:
        verdict, credit, message = Verdict.PASS, 1.0, ""
    elif isinstance(raised, Wrong):
        verdict, credit, message, hint = Verdict.WRONG, raised.credit, raised.message, raised.hint
    elif isinstance(raised, AssertionError):
        verdict, message = Verdict.WRONG, spoken(raised)
    elif isinstance(raised, StudentFault):
        verdict, message = said_of(raised)
        hint = raised.hint if isinstance(raised, Raised) else ""
    else:
        verdict, message = Verdict.GRADER, "The grader itself failed here. A person will look at it; nothing is lost."
    return CheckResult(
        item=mark.kwargs["name"],
        check=check.name,
        title=title_of(check),
        verdict=verdict,
        credit=credit,
        weight=mark.kwargs["weight"],
        message=message,
        hint=hint,
        explanation=mark.kwargs["explanation"],
        staff="\n".join(map(traced, exceptions))[-4000:],
        seconds=seconds,
    )


def traced(error: BaseException) -> str:
    """The traceback of an exception as Python writes it, without pytest's frames and without marks under the lines.

    Finding out where such a mark belongs takes longer than most checks.
    """
    whole = TracebackException.from_exception(error, lookup_lines=False)
    parts = [whole]
    while parts:
        part = parts.pop()
        ours = [frame for frame in part.stack if not frame.filename.startswith(PYTEST)]
        part.stack = StackSummary.from_list([(f.filename, f.lineno or 0, f.name, f.line) for f in ours or part.stack])
        parts += [one for one in (part.__cause__, part.__context__, *(part.exceptions or ())) if one is not None]
    return "".join(whole.format())


def title_of(check: pytest.Item) -> str:
    """The first line of the check's docstring, or its name in words."""
    function = getattr(check, "function", None)
    text = cleandoc(function.__doc__) if function is not None and function.__doc__ else ""
    return text.splitlines()[0] if text else check.name.removeprefix("test_").replace("_", " ")


def spoken(error: AssertionError) -> str:
    """What the author of a check wrote for the student; pytest's introspection, with its values, is for staff."""
    first = str(error).split("\n", 1)[0].strip()
    return "" if first.startswith("assert ") else first


def said_of(fault: StudentFault) -> tuple[Verdict, str]:
    """Verdict and sentence for what the student's code did.

    The sentences have few possible values: an exception's own text could carry hidden inputs out.
    """
    match fault:
        case LimitReached():
            return Verdict.LIMIT, f"Your code {LIMITS.get(fault.which, 'reached a limit.')}"
        case Undefined():
            return Verdict.ERR, f"`{fault.name}` does not exist after all cells have run. Did its cell fail?"
        case Crashed():
            return Verdict.ERR, "Your code crashed the Python interpreter."
        case Unsendable():
            return Verdict.WRONG, "Your code returned something that is neither numbers nor arrays."
        case Raised():
            named = getattr(builtins, fault.type_name, None)
            known = isinstance(named, type) and issubclass(named, BaseException)
            kind = fault.type_name if known else "an exception of its own"
            return Verdict.ERR, f"Your code raised {kind}. Try it on inputs of other shapes and values."
    raise TypeError(f"a student's fault that nobody has a sentence for: {fault!r}")
