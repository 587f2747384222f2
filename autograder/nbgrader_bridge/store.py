"""Reports of earlier runs, one file per student and notebook, in the course's private corner."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import msgspec

import autograder
import forwardpass
from autograder.course import Course
from autograder.reports.model import Report


class Stored(msgspec.Struct, frozen=True):
    """A report, the key under which it still holds, and the digest of the file that the gradebook speaks of."""

    key: str
    report: Report
    recorded: str = ""


class ReportStore:
    """``.autograder/reports/<assignment>/<notebook>/<student>.json``.

    A report holds as long as its key is the same: the student's file, the released notebook, the kit (version and
    code, an edited grader included) and the course secret.
    """

    def __init__(self, course: Course) -> None:
        self.course = course

    def key(self, assignment: str, notebook: str, digest: str) -> str:
        """Name everything on which a report depends."""
        release = hashlib.sha256(self.course.release(assignment, notebook).read_bytes()).hexdigest()
        parts = (digest, release, version("forwardpass"), self._code, self.course.fingerprint(), assignment, notebook)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def last(self, assignment: str, notebook: str, student: str) -> Stored | None:
        """Whatever was stored last, or None; a damaged file counts as none."""
        try:
            data = self._path(assignment, notebook, student).read_bytes()
            return msgspec.json.decode(data, type=Stored)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def get(self, assignment: str, notebook: str, student: str, digest: str) -> Report | None:
        """Find the report on exactly this file under exactly this kit, or None."""
        last = self.last(assignment, notebook, student)
        return last.report if last and last.key == self.key(assignment, notebook, digest) else None

    def of_student(self, assignment: str, student: str) -> list[Report]:
        """All stored reports on one student's notebooks."""
        found = (self.last(assignment, path.stem, student) for path in self._notebooks(assignment))
        return [stored.report for stored in found if stored]

    def of_assignment(self, assignment: str) -> Iterator[Report]:
        """Every report that was stored last, whoever it is about."""
        for path in sorted((self.course.private / "reports" / assignment).glob("*/*.json")):
            last = self.last(assignment, path.parent.name, path.stem)
            if last:
                yield last.report

    def put(self, student: str, report: Report) -> None:
        """Store a report, all of it or none."""
        last = self.last(report.assignment, report.notebook, student)
        key = self.key(report.assignment, report.notebook, report.digest)
        self._write(student, Stored(key, report, last.recorded if last else ""))

    def mark_recorded(self, student: str, report: Report) -> None:
        """Remember that the gradebook now says what this report says."""
        key = self.key(report.assignment, report.notebook, report.digest)
        self._write(student, Stored(key, report, report.digest))

    def _write(self, student: str, stored: Stored) -> None:
        path = self._path(stored.report.assignment, stored.report.notebook, student)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(stored))
        os.replace(draft, path)

    def _notebooks(self, assignment: str) -> list[Path]:
        return sorted(self.course.release(assignment, "").parent.glob("*.ipynb"))

    def _path(self, assignment: str, notebook: str, student: str) -> Path:
        for name in (assignment, notebook, student):
            if not name or "/" in name or "\0" in name or name.startswith("."):
                raise ValueError(f"not a name for a file: {name!r}")
        return self.course.private / "reports" / assignment / notebook / f"{student}.json"

    @cached_property
    def _code(self) -> str:
        digest = hashlib.sha256()
        for package in (autograder, forwardpass):
            for path in sorted(Path(next(iter(package.__path__))).rglob("*.py")):
                digest.update(path.read_bytes())
        return digest.hexdigest()
