"""``nbgrader export`` as a CSV file that a spreadsheet can open without running anything."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from autograder import durable
from autograder.terminal import shown

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
    "late_submission_penalty", "score", "max_score", "needs_manual_grade",
)  # fmt: skip


# The wide signs too: some spreadsheets take them for the narrow ones.
_FORMULA = re.compile(r'(^|[,;|"])(?=\s*[=+@＝＋－＠|%-])')


class SafeCsvExport(ExportPlugin):  # type: ignore[misc]
    """Stock nbgrader's columns, and behind them whether a grade still waits for a person.

    All text is one line without control characters, and what a spreadsheet would take for a formula gets an apostrophe
    in front, also within a text: a spreadsheet may take a semicolon for the separator.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write one row per assignment and student to ``--to``, by default ``grades.csv``."""
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        table = io.StringIO()
        writer = csv.DictWriter(table, COLUMNS)
        writer.writeheader()
        writer.writerows(self._rows(gradebook))
        data = table.getvalue().encode()
        if path.exists() and not path.is_file():  # a pipe, /dev/stdout
            path.write_bytes(data)
        else:
            durable.write(path, data, mode=0o644)
        self._name_unknown({student.id for student in gradebook.students})

    def _name_unknown(self, known: set[str]) -> None:
        for folder in sorted(Path("submitted").iterdir()) if Path("submitted").is_dir() else ():
            if folder.name not in known and not folder.name.startswith("."):
                self.log.warning("Not in the export, because nothing of it is recorded: %s", shown(folder))

    def _rows(self, gradebook: Gradebook) -> Iterator[dict[str, Any]]:
        assignments, students = {str(a) for a in self.assignment}, {str(s) for s in self.student}
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                if (not assignments or assignment.name in assignments) and (not students or student.id in students):
                    yield {name: harmless(value) for name, value in _row(gradebook, assignment, student).items()}


def _row(gradebook: Gradebook, assignment: Any, student: Any) -> dict[str, Any]:
    row = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "max_score": assignment.max_score,
    }
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        # Nothing handed in: zero, as in stock nbgrader. Handed in and not recorded: no silent zero, somebody must look.
        waits = os.path.lexists(Path("submitted", student.id, assignment.name))
        return row | {"raw_score": 0.0, "late_submission_penalty": 0.0, "score": 0.0, "needs_manual_grade": waits}
    penalty = submission.late_submission_penalty
    return row | {
        "timestamp": submission.timestamp,
        "raw_score": submission.score,
        "late_submission_penalty": penalty,
        "score": max(0.0, submission.score - penalty),
        "needs_manual_grade": submission.needs_manual_grade,
    }


def harmless(value: Any) -> Any:
    """Text that no spreadsheet takes for a formula; numbers and dates as they are."""
    if not isinstance(value, str):
        return "" if value is None else value
    return _FORMULA.sub(r"\1'", shown(value))
