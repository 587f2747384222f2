"""What a run of ``autograder grade`` set out to do, so that ``--resume`` can go on with exactly that."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Literal

import msgspec

from autograder import durable
from autograder.course import Course, CourseError


class Run(msgspec.Struct, frozen=True):
    """One run: the students of each assignment, and the choices that were made on the command line.

    ``name`` is drawn anew for every run; reports carry the name of the run that made them.
    """

    assignments: dict[str, list[str]]
    force: bool = False
    isolation: Literal["bubblewrap", "none"] = "bubblewrap"
    name: str = msgspec.field(default_factory=lambda: secrets.token_hex(8))


def begin(course: Course, run: Run) -> None:
    """Write down what is about to be done. It stays until ``finish``, whatever happens to this process."""
    durable.write(_path(course), msgspec.json.encode(run), sync=True)


def unfinished(course: Course) -> Run | None:
    """The run that was begun last and has not finished. Raises ``CourseError`` where the file is damaged."""
    path = _path(course)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Run)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError:
        raise CourseError(f"{path} is damaged: delete it, and type: autograder grade ASSIGNMENT") from None


def finish(course: Course) -> None:
    """Nothing is left to resume."""
    _path(course).unlink(missing_ok=True)


def _path(course: Course) -> Path:
    return course.private / "run.json"
