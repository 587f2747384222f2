"""The course against which the catalogue runs: the real dense assignment without its figures, and planted canaries."""

from __future__ import annotations

import copy
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.compose import model_answers, read_notebook, with_stubs
from autograder.course import Course
from autograder.nbgrader_bridge.store import ReportStore
from autograder.reports.model import Report
from tests.attacks.catalogue import SUBMISSIONS, Attack

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = "dense"
CANARY = "canary-5d1f0c77"
EVERY = 9  # an honest neighbour in front of every ninth attack
# Limits an honest notebook without figures stays far below, so that hundreds of attacks end soon.
LIMITS = {
    "cell_seconds": 3,
    "check_seconds": 2,
    "submission_seconds": 25,
    "cpu_seconds": 4,
    "memory_mb": 400,
    "file_mb": 16,
    "processes": 32,
    "output_bytes": 200_000,
}
SETTINGS = """
c.Exchange.root = {exchange!r}
c.GradeInSandbox.numpy = {limits!r}
"""


@dataclass(frozen=True)
class Cell:
    """What the gradebook says about one graded cell."""

    score: float
    max_score: float
    held: bool


def source(notebook: str) -> NotebookNode:
    """The instructor's notebook without its figures, which would take nine tenths of the time."""
    made = copy.deepcopy(read_notebook(ROOT / "source" / ASSIGNMENT / f"{notebook}.ipynb"))
    made.cells = [c for c in made.cells if not c.metadata.get("nbgrader", {}).get("grade_id", "").endswith("-figure")]
    return made


@cache
def points(notebook: str) -> dict[str, float]:
    """What the instructor gives for each exercise that is graded by machine."""
    marks = [(cell.cell_type, cell.metadata.get("nbgrader", {})) for cell in source(notebook).cells]
    return {mark["grade_id"]: float(mark["points"]) for kind, mark in marks if kind == "code" and mark.get("grade")}


def make(root: Path, notebook: str) -> Course:
    """A course with one notebook, registered and released, and a canary in every place that must stay closed."""
    exchange = root / "exchange"
    exchange.mkdir(parents=True)
    exchange.chmod(0o777)
    (root / "source" / ASSIGNMENT).mkdir(parents=True)
    nbformat.write(source(notebook), root / "source" / ASSIGNMENT / f"{notebook}.ipynb")
    config = (ROOT / "nbgrader_config.py").read_text()
    (root / "nbgrader_config.py").write_text(config + SETTINGS.format(exchange=str(exchange), limits=LIMITS))
    (root / "notes.txt").write_text(f"{CANARY}-file\n")
    command(root, "nbgrader", "generate_assignment", ASSIGNMENT)
    return Course(root)


def answers(course: Course, notebook: str) -> NotebookNode:
    """The release with every right answer."""
    return model_answers(source(notebook), read_notebook(course.release(ASSIGNMENT, notebook)))


def command(root: Path, program: str, *arguments: str, check: bool = True, **variables: str) -> str:
    """Run a command of ours in the course, with a canary in its environment; returns what it said."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=root,
        env={**os.environ, "PATH": path, "COURSE_CANARY": f"{CANARY}-environment", "PYTHONWARNINGS": "ignore"}
        | variables,
        capture_output=True,
        check=False,
    )
    said = (done.stdout + done.stderr).decode(errors="replace")
    if check and done.returncode:
        raise RuntimeError(f"{program} {' '.join(arguments)} ended with {done.returncode}:\n{said}")
    return said


def folder(course: Course, student: str) -> Path:
    """Where a student's submission lies."""
    return course.root / "submitted" / student / ASSIGNMENT


def honest() -> dict[str, str]:
    """Neighbours: right and wrong work of the catalogue's own kind, by name."""
    files = [path for kind in ("correct", "wrong") for path in sorted((SUBMISSIONS / kind / ASSIGNMENT).glob("*.py"))]
    return {re.sub(r"\W", "-", path.stem): path.read_text() for path in files}


def hand_in_honest(course: Course, notebook: str, name: str, text: str) -> None:
    """Hand in an honest neighbour's work."""
    target = folder(course, name)
    target.mkdir(parents=True)
    made = with_stubs(answers(course, notebook), f"# {CANARY}-of-{name}\n{text}")
    nbformat.write(made, target / f"{notebook}.ipynb")


def hand_in(course: Course, notebook: str, attacks: list[Attack]) -> dict[str, str]:
    """Hand in every attack, with honest neighbours in between; returns the student of each attack."""
    model = answers(course, notebook)
    neighbours = list(honest().items()) if notebook == ASSIGNMENT else []
    students = {}
    for number, attack in enumerate(attacks):
        if number % EVERY == 0 and neighbours:
            name, text = neighbours[number // EVERY % len(neighbours)]
            hand_in_honest(course, notebook, f"s{number:03d}-a-{name}", text)
        students[attack.name] = f"s{number:03d}-b-{attack.name}"
        attack.write(model, folder(course, students[attack.name]))
    return students


def gradebook(course: Course) -> dict[str, dict[str, Cell]]:
    """Every graded code cell of every student."""
    found: dict[str, dict[str, Cell]] = {}
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", "forwardpass") as book:
        for submission in book.assignment_submissions(ASSIGNMENT):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if grade.cell.cell_type == "code":
                        cells = found.setdefault(submission.student_id, {})
                        cells[grade.cell.name] = Cell(
                            float(grade.score or 0), float(grade.max_score), bool(grade.needs_manual_grade)
                        )
    return found


def report(course: Course, notebook: str, student: str) -> Report | None:
    """The last report on a student's notebook."""
    last = ReportStore(course).last(ASSIGNMENT, notebook, student)
    return last.report if last else None
