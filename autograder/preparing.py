"""References first: every value that hidden checks compare with, computed before the first submission is graded.

One process asks Keras for all of them, on the GPU where there is one, and keeps them in the course's private cache. The
processes that grade read them there, and none of them imports TensorFlow.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

import msgspec

from autograder import durable, exercises, references
from autograder.course import Course, CourseError, code_digest
from autograder.exercises import Case
from autograder.graders.runner import Checks
from autograder.reports.model import Verdict
from autograder.sandbox import Answer, Undefined
from autograder.sandbox.limits import Limits
from forwardpass import live

Device = Literal["auto", "cpu", "gpu"]


class Prepared(msgspec.Struct, frozen=True):
    """How many references were missing, what computed them, and how long it took; or why there are none."""

    count: int = 0
    by: str = ""
    seconds: float = 0.0
    failure: str = ""


def prepare(course: Course, assignments: Sequence[str], device: Device = "auto") -> Prepared:
    """Compute what is missing. Costs nothing where a run has done so before with the same kit and secret.

    Raises ``CourseError`` where a reference cannot be had: Keras and the formula disagree, or there is no GPU but
    ``device`` asks for one.
    """
    missing = [name for name in assignments if references.has(name) and not _complete(course, name).exists()]
    if not missing:
        return Prepared()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_compute, args=(theirs, str(course.root), missing, device))
    process.start()
    theirs.close()
    try:
        made = msgspec.json.decode(ours.recv_bytes(), type=Prepared)
    except EOFError:
        made = Prepared(failure="the process that computes them ended")
    finally:
        ours.close()
        process.join()
    if made.failure:
        raise CourseError(f"the reference values cannot be computed: {made.failure}")
    for name in missing:
        durable.write(_complete(course, name), b"")
    return made


def _complete(course: Course, assignment: str) -> Path:
    """The file that says that all references of an assignment are there, for this kit, this Keras and this secret."""
    parts = (assignment, references.code_of(assignment), code_digest(), course.fingerprint())
    return course.cache / f"complete-{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"


def _compute(answer: Connection, root: str, assignments: list[str], device: Device) -> None:
    """Run in a process of its own, so that the memory of Keras and of the GPU is free again afterwards."""
    started, course = time.perf_counter(), Course(Path(root))
    before = _count(course)
    try:
        settle(device)
        references.set_cache(course.cache)
        for name in assignments:
            compute(course, name)
        by = live.where() if "keras" in sys.modules else ""
        made = Prepared(_count(course) - before, by, time.perf_counter() - started)
    except CourseError as error:
        made = Prepared(failure=str(error))
    except Exception as error:
        made = Prepared(failure=f"{type(error).__name__}: {error}")
    answer.send_bytes(msgspec.json.encode(made))


def settle(device: Device) -> None:
    """Have Keras compute there in this process and in those that it starts. To be called before Keras is imported.

    Raises ``CourseError`` where a GPU is asked for and Keras finds none, ``LiveUnavailable`` where there is no Keras.
    """
    if device == "cpu":
        os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    elif device == "gpu" and not live.where().endswith("GPU"):
        raise CourseError(f"Keras finds no GPU here, only {live.where()}")


def _count(course: Course) -> int:
    return sum(1 for _ in course.cache.glob("*.npz"))


def compute(course: Course, assignment: str) -> None:
    """Grade a submission that is right by definition: every check asks for its references on the way.

    Raises ``CourseError`` with the first reference that cannot be had.
    """
    names = {exercise.name for exercise in exercises.of_assignment(assignment)}
    with Checks(course, assignment) as checks:
        results = checks.run(names, Oracle(assignment))  # type: ignore[arg-type]
    for result in results:
        if result.verdict is Verdict.GRADER:
            why = (result.staff.strip().splitlines() or [result.message])[-1]
            raise CourseError(f"{result.item}, {result.check}: {why}")


class Oracle:
    """Stands for a room and for its sessions: it answers with the reference, and knows nothing else."""

    forks = False

    def __init__(self, layer: str) -> None:
        self.layer = layer

    @contextmanager
    def check(self, limits: Limits | None = None, *, spare: bool = False) -> Iterator[Oracle]:
        """A session."""
        yield self

    def call(self, name: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None, **_: Any) -> Answer:
        """The right answer to a stub. Raises ``Undefined`` for everything that has no reference."""
        if not isinstance(name, str) or not references.known(self.layer, name):
            raise Undefined(str(name))
        case = Case("", tuple(args), dict(kwargs or {}))
        return Answer(references.expected(self.layer, name, case).value, list(args), dict(kwargs or {}), "")

    def get(self, name: str, keep: bool = False) -> Any:
        """A variable: never known."""
        raise Undefined(name)
