"""One submission in, one report out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from importlib.metadata import version
from itertools import pairwise
from typing import TypeVar

from autograder import exercises, references
from autograder.course import Course
from autograder.demonstrations import to_run
from autograder.exercises import Exercise
from autograder.graders.runner import Checks
from autograder.reports.model import CellOutput, CheckResult, Report, Verdict
from autograder.sandbox import Cell, Isolation, Limits, Profile, RoomFault, Sandbox, Unavailable
from autograder.sandbox.doctor import self_test
from autograder.sandbox.limits import complete
from autograder.submission import Submission

KIT = version("forwardpass")
Made = TypeVar("Made")


class Grader:
    """Grades submissions of one course, one after another; a long-lived context manager.

    Keeps what is dear to start: one warm sandbox per profile and one collected pytest session per assignment.
    Raises ``sandbox.Unavailable`` where student code cannot be isolated, and ``GraderFileError`` for a faulty grader.
    """

    def __init__(
        self,
        course: Course,
        isolation: Isolation = "bubblewrap",
        limits: Mapping[str, Limits] | None = None,
        sandbox: Sandbox | None = None,
    ) -> None:
        """``limits`` maps a profile (``numpy``, ``keras``) to its limits; defaults otherwise.

        ``sandbox`` has begun to start already, with the same isolation and limits.
        """
        self.course = course
        self.isolation = isolation
        self.limits = complete(limits)
        self._sandboxes: dict[str, Sandbox] = {}
        self._checks: dict[str, Checks] = {}
        self._begun = {} if sandbox is None else {sandbox.profile: sandbox}
        self._stack = ExitStack()

    def __enter__(self) -> Grader:
        """Use the course's cache of reference values."""
        references.set_cache(self.course.cache)
        return self

    def __exit__(self, *_: object) -> None:
        """Close every sandbox and session."""
        self._stack.close()

    def prove(self) -> None:
        """Start a sandbox and try what it must prevent. Raises ``Unavailable`` where student code gets through."""
        self_test(self._sandbox("numpy"))

    def collect(self, assignment: str) -> None:
        """Have the checks of an assignment ready. Raises ``GraderFileError``."""
        self._collected(assignment)

    def grade(self, submission: Submission) -> Report:
        """Run the cells, then every check, and report. A fault of ours is retried once, then held for a person."""
        graded = _graded(submission)
        for last in (False, True):
            try:
                sandbox = self._sandbox(submission.profile)
                report = self._grade_once(submission, graded, sandbox)
            except Unavailable:
                raise
            except RoomFault as fault:
                if last:
                    return self._report(submission, [held(e, str(fault)) for e in graded], [], {})
                continue
            if last or not any(check.verdict is Verdict.GRADER for check in report.checks):
                return report
        raise AssertionError("unreachable")

    def _grade_once(self, submission: Submission, graded: list[Exercise], sandbox: Sandbox) -> Report:
        checks = self._collected(submission.assignment)
        marks = [time.perf_counter()]
        with sandbox.open(self.limits[submission.profile]) as room:
            marks.append(time.perf_counter())
            runs = room.run([Cell(str(cell.index), cell.source) for cell in to_run(submission.cells)])
            marks.append(time.perf_counter())
            results = checks.run({e.name for e in graded}, room)
            marks.append(time.perf_counter())
        marks.append(time.perf_counter())
        opened, cells, checked, closed = (after - before for before, after in pairwise(marks))
        seconds = {"room": opened + closed, "cells": cells, "calls": room.asked, "compare": checked - room.asked}
        outputs = [
            CellOutput(index=int(run.id), outputs=run.outputs, execution_count=run.execution_count, seconds=run.seconds)
            for run in runs
        ]
        seen = {result.item for result in results}
        missing = [held(e, "no check of this exercise exists") for e in graded if e.name not in seen]
        return self._report(submission, results + missing, outputs, seconds)

    def _report(
        self, submission: Submission, checks: list[CheckResult], cells: list[CellOutput], seconds: dict[str, float]
    ) -> Report:
        sandbox = self._sandboxes.get(submission.profile)
        return Report(
            assignment=submission.assignment,
            notebook=submission.notebook,
            digest=submission.digest,
            kit=KIT,
            isolation=sandbox.isolation if sandbox else "none",
            checks=checks,
            cells=cells,
            notes=list(submission.notes),
            seconds=seconds,
        )

    def _sandbox(self, profile: Profile) -> Sandbox:
        begun = self._begun.pop(profile, None)
        return self._once(
            self._sandboxes, profile, lambda: begun or Sandbox(profile, self.isolation, self.limits[profile])
        )

    def _collected(self, assignment: str) -> Checks:
        return self._once(self._checks, assignment, lambda: Checks(self.course, assignment))

    def _once(self, made: dict[str, Made], key: str, make: Callable[[], AbstractContextManager[Made]]) -> Made:
        if key not in made:
            made[key] = self._stack.enter_context(make())
        return made[key]


def unable(submission: Submission, why: str) -> Report:
    """Make the report on a submission that ends whatever process grades it: every exercise is held for a person."""
    return Report(
        assignment=submission.assignment,
        notebook=submission.notebook,
        digest=submission.digest,
        kit=KIT,
        isolation="none",
        checks=[held(exercise, why) for exercise in _graded(submission)],
        notes=list(submission.notes),
    )


def _graded(submission: Submission) -> list[Exercise]:
    asked = exercises.of_assignment(submission.assignment)
    return [e for e in asked if e.notebook == submission.notebook and e.kind != "explain"]


def held(exercise: Exercise, why: str) -> CheckResult:
    """An expected result that is missing: no credit, and a person must look."""
    return CheckResult(
        item=exercise.name,
        check="",
        title=exercise.title,
        verdict=Verdict.GRADER,
        credit=0.0,
        message="This exercise could not be graded. A person will look at it; nothing is lost.",
        staff=why,
    )
