"""What larger courses need, computed from what was measured on this machine."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import msgspec

from autograder.course import Course
from autograder.nbgrader_bridge import inbox

TABLES = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment", "forwardpass_recorded")
CLASSES = (1_000, 100_000, 1_000_000)


class Costs(msgspec.Struct, frozen=True):
    """What one submission costs: seconds of a core, seconds of the coordinator alone, bytes and rows."""

    core_seconds: float
    coordinator_seconds: float
    submitted: float
    sent: float
    report: float
    shown: float
    rows: float
    gradebook: float


def costs(root: Path, assignment: str, count: int, core_seconds: float, coordinator_seconds: float) -> Costs:
    """Measure a graded course."""
    course = Course(root)
    release = inbox.releases(course, assignment)[assignment]
    sent = 0
    for path in sorted((root / "submitted").glob(f"*/{assignment}/{assignment}.ipynb")):
        submission = inbox.load(path, release, assignment=assignment, notebook=assignment)
        sent += len(msgspec.json.encode(replace(submission, pictures={})))
    with sqlite3.connect(root / "gradebook.db") as book:
        rows = sum(book.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES)
    empty = 300_000  # bytes of a gradebook in which nobody has a grade
    return Costs(
        core_seconds,
        coordinator_seconds,
        size(root / "submitted") / count,
        sent / count,
        size(root / ".autograder" / "reports") / count,
        size(root / "autograded") / count,
        rows / count,
        max(0.0, (root / "gradebook.db").stat().st_size - empty) / count,
    )


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def lines(one: Costs) -> list[str]:
    """A table in Markdown: what each size of class needs."""
    heading = ["", *(f"{count:,} submissions" for count in CLASSES)]
    table = ["| " + " | ".join(heading) + " |", "|---|" + "---|" * len(CLASSES)]
    rows = {
        "core-hours": (one.core_seconds / 3600, ".1f"),
        "hours of the coordinator's one core": (one.coordinator_seconds / 3600, ".2f"),
        "GB handed in": (one.submitted / 1e9, ".2f"),
        "GB to workers": (one.sent / 1e9, ".2f"),
        "GB of reports": (one.report / 1e9, ".2f"),
        "GB in autograded/": (one.shown / 1e9, ".2f"),
        "rows in the gradebook": (one.rows, ",.0f"),
        "GB of gradebook": (one.gradebook / 1e9, ".2f"),
    }
    for name, (each, form) in rows.items():
        table.append(f"| {name} | " + " | ".join(format(each * count, form) for count in CLASSES) + " |")
    return table
