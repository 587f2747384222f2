"""The class report for staff: exercise by exercise, what was earned, what went wrong, what waits for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from autograder.reports.model import ItemResult, Report
from autograder.terminal import shown


def class_table(assignment: str, reports: Iterable[Report]) -> Table:
    """One row an exercise: how many got it, the mean credit, what waits, and the commonest reason for losing points.

    Below, how many notebooks wait as a whole: those that nobody could read or that were not handed in.
    """
    items: dict[str, list[ItemResult]] = {}
    unread = 0
    for report in reports:
        unread += bool(report.invalid)
        for name, item in report.items().items():
            items.setdefault(name, []).append(item)
    table = Table(title=Text(shown(f"{assignment}: the class")))
    for heading in ("exercise", "full", "part", "none", "held", "mean credit", "what most who lost points read"):
        table.add_column(
            heading, justify="left" if heading in ("exercise", "what most who lost points read") else "right"
        )
    for name, results in items.items():
        graded = [item for item in results if not item.held]
        full = sum(item.credit >= 1 for item in graded)
        none = sum(item.credit <= 0 for item in graded)
        mean = f"{sum(item.credit for item in graded) / len(graded):.0%}" if graded else "-"
        counts = (str(full), str(len(graded) - full - none), str(none), str(len(results) - len(graded)))
        table.add_row(Text(shown(name)), *counts, mean, Text(shown(_commonest(graded))))
    if unread:
        notebooks = "1 notebook is" if unread == 1 else f"{unread} notebooks are"
        table.caption = Text(f"{notebooks} held as a whole (unreadable, not handed in), in no row: see Formgrader.")
    return table


def _commonest(items: list[ItemResult]) -> str:
    lost = Counter(
        text for item in items for text in {c.hint or c.message for c in item.checks if c.credit < 1} if text
    )
    return " · ".join(f"{text} ({count} of {len(items)})" for text, count in lost.most_common(1))
