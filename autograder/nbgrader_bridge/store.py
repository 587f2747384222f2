"""Reports of earlier runs, one file per student and notebook, in the course's private corner."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import msgspec

from autograder import durable
from autograder.course import Course, code_digest
from autograder.reports.model import Report


class Stored(msgspec.Struct, frozen=True):
    """A report, the key under which it still holds, and the run of ``autograder grade`` that made it."""

    key: str
    report: Report
    run: str = ""

    @property
    def mark(self) -> str:
        """Names what the report says to the gradebook and to the student: neither times nor tracebacks."""
        said = msgspec.structs.replace(
            self.report,
            seconds={},
            checks=[msgspec.structs.replace(check, seconds=0.0, staff="") for check in self.report.checks],
            cells=[msgspec.structs.replace(cell, seconds=0.0) for cell in self.report.cells],
        )
        return hashlib.sha256(self.key.encode() + said.to_json()).hexdigest()


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
        parts = (
            digest,
            release,
            version("forwardpass"),
            code_digest(),
            self.course.fingerprint(),
            assignment,
            notebook,
        )
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
        found = self.current(assignment, notebook, student, digest)
        return found.report if found else None

    def current(self, assignment: str, notebook: str, student: str, digest: str) -> Stored | None:
        """``get``, with what is known about the report."""
        last = self.last(assignment, notebook, student)
        return last if last and last.key == self.key(assignment, notebook, digest) else None

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

    def put(self, student: str, report: Report, run: str = "") -> Stored:
        """Store a report, all of it or none."""
        stored = Stored(self.key(report.assignment, report.notebook, report.digest), report, run)
        path = self._path(report.assignment, report.notebook, student)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable.write(path, msgspec.json.encode(stored))
        return stored

    def _notebooks(self, assignment: str) -> list[Path]:
        return sorted(self.course.release(assignment, "").parent.glob("*.ipynb"))

    def _path(self, assignment: str, notebook: str, student: str) -> Path:
        for name in (assignment, notebook, student):
            if not name or "/" in name or "\0" in name or name.startswith("."):
                raise ValueError(f"not a name for a file: {name!r}")
        return self.course.private / "reports" / assignment / notebook / f"{student}.json"
