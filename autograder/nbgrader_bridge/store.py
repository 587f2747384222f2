"""Reports of earlier runs, one file per student and notebook, in the course's private corner."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import msgspec

import autograder
import forwardpass
from autograder.course import Course
from autograder.reports.model import Report


class Stored(msgspec.Struct, frozen=True):
    """A report and the key under which it still holds."""

    key: str
    report: Report


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

    def put(self, student: str, report: Report) -> None:
        """Store a report, all of it or none."""
        path = self._path(report.assignment, report.notebook, student)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        stored = Stored(self.key(report.assignment, report.notebook, report.digest), report)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(stored))
        os.replace(draft, path)

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
