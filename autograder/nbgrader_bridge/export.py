"""``nbgrader export`` as a CSV file that a spreadsheet can open without running anything."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
    "late_submission_penalty", "score", "max_score", "needs_manual_grade",
)  # fmt: skip


class SafeCsvExport(ExportPlugin):  # type: ignore[misc]
    """Stock nbgrader's columns, and behind them whether a grade still waits for a person.

    Every field is quoted as CSV asks, and text that a spreadsheet would take for a formula gets an apostrophe in front.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write one row per assignment and student to ``--to``, by default ``grades.csv``."""
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(self._rows(gradebook))

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
        waits = Path("submitted", student.id, assignment.name).exists()
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
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return "'" + value
    return value
