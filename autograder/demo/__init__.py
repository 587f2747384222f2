"""An invented class, graded from release to feedback in a temporary course, through nbgrader's own command line."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.course import Course
from autograder.demo.students import ASSIGNMENTS, CLASS, Invented, came_out
from autograder.nbgrader_bridge.scores import scores
from autograder.nbgrader_bridge.store import ReportStore

ROOT = Path(__file__).resolve().parents[2]
# Short limits, so that the endless loops of the class end soon; everybody else's work takes a fraction of them.
SETTINGS = """
c.Exchange.root = {exchange!r}
c.GradeInSandbox.numpy = {{"cell_seconds": 5, "check_seconds": 2}}
"""


@dataclass(frozen=True)
class Outcome:
    """What came out for one invented student."""

    who: Invented
    got: str
    ok: bool
    verdicts: str
    score: str
    seconds: float


def run(keep: Path | None = None) -> int:
    """Grade the class and print the table. Returns 0 if every row is as expected, 1 otherwise."""
    console = Console(width=None if sys.stdout.isatty() else 150)
    course = (keep or Path(tempfile.mkdtemp(prefix="forwardpass-demo-"))).resolve()
    console.print(f"A course in {course}")
    started = time.perf_counter()
    steps = Steps(course, console)
    prepare(course)
    for assignment in ASSIGNMENTS:
        steps("nbgrader", "generate_assignment", assignment)
        steps("nbgrader", "release_assignment", assignment)
    for one in CLASS:
        hand_in(course, one)
    for assignment in ASSIGNMENTS:
        steps("nbgrader", "collect", assignment)
    grading = time.perf_counter()
    steps("autograder", "grade", *ASSIGNMENTS, show=True)
    grading = time.perf_counter() - grading
    for assignment in ASSIGNMENTS:
        steps("nbgrader", "generate_feedback", assignment)
        steps("nbgrader", "release_feedback", assignment)
    steps("nbgrader", "export")
    outcomes = [outcome(course, one) for one in CLASS]
    console.print(table(outcomes))
    wrong = [row for row in outcomes if not row.ok]
    console.print(
        f"{len(outcomes) - len(wrong)} of {len(outcomes)} as expected. "
        f"All five assignments graded in {grading:.0f} s, everything in {time.perf_counter() - started:.0f} s."
    )
    example = course / "feedback" / CLASS[1].student / CLASS[1].assignment / f"{CLASS[1].assignment}.html"
    console.print(f"A feedback page:  {example}", soft_wrap=True)
    console.print(f"The gradebook:    {course / 'gradebook.db'}", soft_wrap=True)
    console.print(f"The export:       {course / 'grades.csv'}", soft_wrap=True)
    root = " --allow-root" if os.geteuid() == 0 else ""
    formgrader = f"cd {course} && {ROOT / '.venv/bin/jupyter'} lab{root}    (then Nbgrader ▸ Formgrader)"
    console.print(f"Formgrader:       {formgrader}", soft_wrap=True)
    console.print("The points are those given by machine; answers to `explain` wait for a person in Formgrader.")
    console.print(f"Nothing else needs this course: rm -r {course}", soft_wrap=True)
    return 1 if wrong else 0


class Steps:
    """Runs commands in the course, says what it runs, and stops the demo at the first that fails."""

    def __init__(self, course: Path, console: Console) -> None:
        """Commands run in ``course`` with this interpreter's own nbgrader and autograder."""
        self.course = course
        self.console = console

    def __call__(self, program: str, *arguments: str, show: bool = False) -> None:
        """Run one command; ``show`` lets its output through. Raises ``SystemExit`` with its output when it fails."""
        self.console.print(f"[bold]$ {program} {' '.join(arguments)}[/bold]", highlight=False)
        done = subprocess.run(
            [sys.executable, "-m", program, *arguments],
            cwd=self.course,
            stdout=None if show else subprocess.PIPE,
            stderr=None if show else subprocess.STDOUT,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
            check=False,
        )
        if done.returncode:
            sys.stdout.buffer.write(done.stdout or b"")
            raise SystemExit(f"{program} {' '.join(arguments)} ended with {done.returncode}")


def prepare(course: Path) -> None:
    """A course folder as an instructor would make it: our config, the five assignments, an exchange."""
    exchange = course / "exchange"
    exchange.mkdir(parents=True)
    exchange.chmod(0o777)
    for assignment in ASSIGNMENTS:
        shutil.copytree(ROOT / "source" / assignment, course / "source" / assignment)
    config = (ROOT / "nbgrader_config.py").read_text()
    (course / "nbgrader_config.py").write_text(config + SETTINGS.format(exchange=str(exchange)))


def hand_in(course: Path, one: Invented) -> None:
    """Put a submission where `nbgrader submit` would have put it."""
    stamp = "2026-01-31 12:00:00.000000 UTC"
    folder = course / "exchange" / "forwardpass" / "inbound" / f"{one.student}+{one.assignment}+{stamp}+{one.student}"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text(stamp)
    (folder / "submission_secret.txt").write_text(secrets.token_hex(64))
    for name, data in one.files(course).items():
        (folder / name).write_bytes(data)


def outcome(course: Path, one: Invented) -> Outcome:
    """Compare what is in the gradebook and in the reports with what was expected of this student."""
    place = Course(course)
    graded = scores(place, one.assignment, one.student)
    got = came_out(graded)
    names = sorted({score.notebook for score in graded})
    stored = [ReportStore(place).last(one.assignment, name, one.student) for name in names]
    reports = [last.report for last in stored if last]
    verdicts = sorted({check.verdict.value for report in reports for check in report.checks} - {"pass"})
    verdicts += ["invalid" for report in reports if report.invalid]
    total, most = sum(s.score for s in graded), sum(s.max_score for s in graded if not s.manual)
    return Outcome(
        who=one,
        got=got,
        ok=got == one.expected,
        verdicts=", ".join(verdicts) or "pass",
        score=f"{total:g} of {most:g}",
        seconds=sum(sum(report.seconds.values()) for report in reports),
    )


def table(outcomes: list[Outcome]) -> Table:
    """One row a student."""
    result = Table(title="The class", show_lines=False)
    for name in ("student", "assignment", "what it is", "expected", "got", "verdicts", "score", "seconds", ""):
        result.add_column(name, justify="right" if name in ("score", "seconds") else "left")
    for row in outcomes:
        result.add_row(
            row.who.student, row.who.assignment, row.who.what, row.who.expected, row.got, row.verdicts, row.score,
            f"{row.seconds:.2f}", "[green]✓[/green]" if row.ok else "[red bold]✗[/red bold]",
        )  # fmt: skip
    return result
