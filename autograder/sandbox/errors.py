"""What can go wrong in a room, drawn so that a student's fault and ours never share a branch.

    Exception
    ├── StudentFault            the student's doing: it costs the item, never the batch
    │   ├── Raised              the code raised an exception
    │   ├── LimitReached        out of time, CPU, memory, processes, files, output or budget
    │   ├── Crashed             the process died by a signal, left by itself, or broke the protocol
    │   ├── Undefined           the notebook does not define the name that was asked for
    │   └── Unsendable          the answer as a whole is too large or too deep to cross
    └── RoomFault               our doing, or the machine's: no score, held for a person
        └── Unavailable         no isolation here: grading refuses to start

Every text in a ``StudentFault`` was written by a student's process: bounded here, escaped by whoever shows it.
"""

from __future__ import annotations

import signal
from typing import Final

MAX_NAME: Final = 200
MAX_MESSAGE: Final = 2_000
MAX_TRACEBACK: Final = 20_000

#: What ``LimitReached.which`` may be, with the sentence that students read.
LIMITS: Final = {
    "time": "took longer than the time limit",
    "cpu": "used more CPU time than allowed",
    "memory": "needed more memory than allowed",
    "processes": "started more processes or threads than allowed",
    "files": "wrote or opened more files than allowed",
    "output": "printed more than allowed",
    "budget": "the time for the whole notebook is used up",
}

#: What a student's process leaves with where a limit struck between two cells or two calls, in our own lines.
EXIT_CODES: Final = {"memory": 97, "processes": 98, "files": 99}


class StudentFault(Exception):
    """The student's code did not give an answer."""


class Raised(StudentFault):
    """The student's code raised an exception of type ``type_name``; ``hint`` is for whoever knows why."""

    def __init__(self, type_name: str, message: str = "", traceback: str = "") -> None:
        self.type_name = clip(type_name, MAX_NAME)
        self.message = clip(message, MAX_MESSAGE)
        self.traceback = clip(traceback, MAX_TRACEBACK)
        self.hint = ""
        super().__init__(f"{self.type_name}: {self.message}" if self.message else self.type_name)


class LimitReached(StudentFault):
    """One of the limits of the room was reached; ``which`` is a key of ``LIMITS``."""

    def __init__(self, which: str) -> None:
        if which not in LIMITS:
            raise ValueError(f"which must be one of {', '.join(LIMITS)}; got {which!r}")
        self.which = which
        super().__init__(LIMITS[which])


class Crashed(StudentFault):
    """The student's process ended without an answer, by ``signal`` or with ``exit_code``."""

    def __init__(self, *, signal: int | None = None, exit_code: int | None = None, why: str = "") -> None:
        self.signal = signal
        self.exit_code = exit_code
        self.why = why or died(signal, exit_code)
        super().__init__(f"crashed: {self.why}")


class Undefined(StudentFault):
    """The notebook does not define ``name``."""

    def __init__(self, name: str) -> None:
        self.name = clip(name, MAX_NAME)
        super().__init__(f"{self.name} is not defined")


class Unsendable(StudentFault):
    """The answer as a whole cannot cross: ``why`` says what is too large or too deep."""

    def __init__(self, why: str) -> None:
        self.why = clip(why, MAX_MESSAGE)
        super().__init__(self.why)


class RoomFault(Exception):
    """The room failed, not the student."""


class Unavailable(RoomFault):
    """There is no isolation on this machine, or its self-test failed."""


def fault_of_exit(code: int) -> StudentFault:
    """How a process that left by itself ended."""
    limit = next((limit for limit, known in EXIT_CODES.items() if known == code), "")
    return LimitReached(limit) if limit else Crashed(exit_code=code)


def clip(text: str, limit: int) -> str:
    """``text``, at most ``limit`` characters, with the middle left out where it is longer."""
    if len(text) <= limit:
        return text
    half = (limit - 5) // 2
    return f"{text[:half]} ... {text[-half:]}"


def died(number: int | None, exit_code: int | None) -> str:
    """How a process ended, in words."""
    if number is None:
        return "the process ended" if exit_code is None else f"the process left with exit code {exit_code}"
    try:
        return f"the process was ended by {signal.Signals(number).name}"
    except ValueError:
        return f"the process was ended by signal {number}"
