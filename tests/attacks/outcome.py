"""What came of an attack here, compared with what its file demands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.reports.model import Report
from autograder.sandbox.errors import LIMITS
from tests.attacks import course as lab
from tests.attacks.catalogue import Attack
from tests.attacks.course import Cell


@dataclass(frozen=True)
class Outcome:
    """One attack's row: ``wrong`` lists every way in which it did not come out as demanded.

    ``overrun``: seconds by which a cell or check that was stopped for its time went on past its limit.
    """

    attack: Attack
    earned: float
    points: float
    verdicts: str
    wrong: tuple[str, ...]
    overrun: float = 0.0


def run(root: Path, attacks: list[Attack], notebook: str, **variables: str) -> tuple[Course, dict[str, str], str]:
    """Grade all of these attacks as one class; returns the course, the student of each attack and what was printed."""
    course = lab.make(root, notebook)
    students = lab.hand_in(course, notebook, attacks)
    return course, students, lab.command(root, "autograder", "grade", lab.ASSIGNMENT, check=False, **variables)


def outcomes(course: Course, students: dict[str, str], attacks: list[Attack]) -> list[Outcome]:
    """Compare gradebook and reports with what the files demand."""
    book = lab.gradebook(course)
    return [
        outcome(attack, book.get(student, {}), lab.report(course, attack.notebook, student))
        for attack in attacks
        for student in [students[attack.name]]
    ]


def outcome(attack: Attack, cells: dict[str, Cell], report: Report | None) -> Outcome:
    """One attack's row."""
    earned, points = sum(c.score for c in cells.values()), sum(c.max_score for c in cells.values())
    if report is None or not cells:
        return Outcome(attack, earned, points, "not graded", ("it is not in the gradebook",))
    faults = _held(cells, report) if attack.invalid else [*_items(attack, cells, report), *_cells(attack, report)]
    told = "\n".join([report.invalid, *report.notes, *(c.message for c in report.checks)])
    faults += [f"nobody says {words!r}; said is: {told[:400]!r}" for words in attack.says if words not in told]
    faults += [f"{words!r} got out: {told[:400]!r}" for words in attack.hides if words in told]
    return Outcome(attack, earned, points, _verdicts(report), tuple(faults), _overrun(report))


def _held(cells: dict[str, Cell], report: Report) -> list[str]:
    scored = [name for name, cell in cells.items() if cell.score or not cell.held]
    return [] if report.invalid and not scored else [f"should be held, got {report.invalid!r}, scored: {scored}"]


def _items(attack: Attack, cells: dict[str, Cell], report: Report) -> list[str]:
    if report.invalid:
        return [f"held as invalid: {report.invalid}"]
    items, faults = report.items(), []
    worth = {name: cell.max_score for name, cell in cells.items()}
    if worth != lab.points(attack.notebook):
        faults.append(f"the gradebook gives other points than the instructor: {worth}")
    unknown = set(attack.expect) - set(items)
    faults += [f"no exercise is called {name}" for name in unknown]
    for name, item in items.items():
        want = attack.expect.get(name)
        verdict, credit = (want.verdict, want.credit) if want else ("PASS", 1.0)
        if want and want.late and item.credit == 1:
            verdict, credit = "PASS", 1.0
        if (item.verdict.name, round(item.credit, 3)) != (verdict, round(credit, 3)):
            said = "; ".join(f"{c.verdict.name}: {c.message} {c.staff[-300:]}" for c in item.checks if c.credit < 1)
            faults.append(f"{name}: {item.verdict.name}:{item.credit:.3g}, not {verdict}:{credit:.3g} ({said})")
        recorded = cells.get(name)
        if recorded is None or abs(recorded.score - item.credit * recorded.max_score) > 1e-3:
            faults.append(f"{name}: the gradebook says {recorded}, the report {item.credit:.3g}")
        if recorded and recorded.held != item.held:
            faults.append(f"{name}: held in the gradebook {recorded.held}, in the report {item.held}")
    return faults


def _cells(attack: Attack, report: Report) -> list[str]:
    said = "\n".join(str(o.get("evalue", "")) for cell in report.cells for o in cell.outputs if "evalue" in o)
    return [
        f"no cell was stopped for {which}"
        for which in attack.stops
        if not any(LIMITS[one] in said for one in which.split("|"))
    ]


def _verdicts(report: Report) -> str:
    if report.invalid:
        return "INVALID"
    lost = {item.verdict.name for item in report.items().values() if item.credit < 1}
    return " ".join(sorted(lost)) or "PASS"


def _overrun(report: Report) -> float:
    """How long the slowest cell or check took beyond its limit of wall-clock time; 0 where none did."""
    cells = [cell.seconds - lab.LIMITS["cell_seconds"] for cell in report.cells]
    checks = [check.seconds - lab.LIMITS["check_seconds"] for check in report.checks if check.verdict.name == "LIMIT"]
    return max([0.0, *cells, *checks])
