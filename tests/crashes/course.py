"""A class that is graded in seconds, for real: NumPy notebooks, the sandbox, hidden checks, nbgrader's gradebook."""

from __future__ import annotations

import copy
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook

from tests.bridge.tiny import ROOT, graded, source

ASSIGNMENT = "tally"
EXERCISES = '''"""A toy layer."""
from autograder.exercises.model import Exercise, Form

EXERCISES = (
    Exercise("double", "stub", "one", "Twice as much", 1, 1),
    Exercise("guess", "predict", "one", "How much?", 1, 1, form=Form("integer")),
    Exercise("triple", "stub", "two", "Three times as much", 1, 1),
)
'''
GRADER = '''"""Hidden checks of the toy layer."""
import numpy as np

from autograder.graders import exactly, item


@item("double", weight=2)
def test_double(student, rng):
    """Twice the array."""
    x = rng.normal(size=3)
    assert np.allclose(student.double(x), 2 * x), "Not twice the array."


@item("double")
def test_zero(student):
    """Twice zero."""
    assert student.double(0.0) == 0.0, "Not zero."


@item("guess", explanation="Twice four.")
def test_guess(student):
    """Twice four."""
    exactly(student.value("guess"), 8, hints={16: "Once is enough."})


@item("triple")
def test_triple(student, rng):
    """Three times the array."""
    x = rng.normal(size=5)
    assert np.allclose(student.triple(x), 3 * x), "Not three times the array."
'''
RIGHT = {
    "double_solution": "def double(x):\n    return 2 * x",
    "guess_solution": "guess = 8",
    "why": "Because of the *sum*.",
    "triple_solution": "def triple(x):\n    return 3 * x",
}
#: What each student changed, or bytes that are no notebook, or None for a notebook that was not handed in.
CLASS: dict[str, dict[str, dict[str, str] | bytes | None]] = {
    "ada": {"one": RIGHT, "two": RIGHT},
    "bob": {"one": RIGHT | {"double_solution": "def double(x):\n    return x + 1"}, "two": RIGHT},
    "cut": {"one": b'{"cells": [', "two": RIGHT},
    "eve": {"one": RIGHT | {"guess_solution": "print('so')\nguess = 16"}, "two": None},
    "late": {"one": RIGHT, "two": {}},
    "manual": {"one": RIGHT | {"why": "Because."}, "two": RIGHT},
}


def sources() -> dict[str, NotebookNode]:
    """The assignment as its author writes it."""

    def solution(name: str, text: str) -> NotebookNode:
        marked = f"### BEGIN SOLUTION\n{text}\n### END SOLUTION"
        return new_code_cell(marked, metadata=graded(f"{name}_solution", solution=True))

    def check(name: str, points: int) -> NotebookNode:
        return new_code_cell(f"print({name!r})", metadata=graded(name, grade=True, locked=True, points=points))

    why = new_markdown_cell("Because.", metadata=graded("why", grade=True, solution=True, points=3))
    one = [
        new_code_cell("import numpy as np"),
        solution("double", RIGHT["double_solution"]),
        check("double", 2),
        why,
        solution("guess", RIGHT["guess_solution"]),
        check("guess", 1),
    ]
    two = [new_code_cell("import numpy as np"), solution("triple", RIGHT["triple_solution"]), check("triple", 4)]
    return {"one": source("one", "numpy", one), "two": source("two", "numpy", two)}


@dataclass(frozen=True)
class Place:
    """A course folder, the copy of the kit that grades it, and a folder for temporary files that must end up empty."""

    root: Path
    kit: Path
    server: str = ""  # the address of a gradebook that is no file in the course folder

    @property
    def url(self) -> str:
        return self.server or f"sqlite:///{self.root / 'gradebook.db'}"

    @property
    def temporary(self) -> Path:
        return self.root.with_name(f"{self.root.name}-tmp")

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        self.temporary.mkdir(exist_ok=True)
        kit, temporary = str(self.kit), str(self.temporary)
        return {**os.environ, "PATH": path, "PYTHONPATH": kit, "TMPDIR": temporary, "PYTHONWARNINGS": "ignore"}

    def start(self, *command: str, wrap: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """Start ``autograder grade`` in the course, or whatever follows ``python``."""
        return subprocess.Popen(
            [*wrap, sys.executable, *(command if command[0].startswith("-") else ("-m", "autograder", *command))],
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command: str, wrap: tuple[str, ...] = (), code: int = 0) -> str:
        """Run it to its end; returns what it said."""
        process = self.start(*command, wrap=wrap)
        said, _ = process.communicate()
        assert process.returncode == code, said
        return said

    def copy(self, root: Path) -> Place:
        """The same course somewhere else."""
        shutil.copytree(self.root, root, symlinks=True)
        return Place(root, self.kit, self.server)


def make(folder: Path, server: str = "") -> Place:
    """The course before the deadline's batch: one student was graded before, by machine and by hand."""
    kit, root = folder / "kit", folder / "course"
    for package in ("autograder", "forwardpass"):
        shutil.copytree(ROOT / package, kit / package, ignore=shutil.ignore_patterns("__pycache__"))
    (kit / "autograder/exercises/tally.py").write_text(EXERCISES)
    (kit / "autograder/graders/grade_tally.py").write_text(GRADER)
    (root / "source" / ASSIGNMENT).mkdir(parents=True)
    for name, notebook in sources().items():
        nbformat.write(notebook, root / "source" / ASSIGNMENT / f"{name}.ipynb")
    settings = ["c.LateSubmissionPlugin.penalty_method = 'zero'"]
    settings += [f"c.CourseDirectory.db_url = {server!r}"] if server else []
    (root / "nbgrader_config.py").write_text("\n".join([(ROOT / "nbgrader_config.py").read_text(), *settings, ""]))
    place = Place(root, kit, server)
    place.run("-m", "nbgrader", "generate_assignment", ASSIGNMENT)
    with Gradebook(place.url) as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate=datetime(2026, 1, 31))
    hand_in(place, "manual", "one", RIGHT)
    place.run("grade", ASSIGNMENT)
    with Gradebook(place.url) as book:
        grade = book.find_grade("why", "one", ASSIGNMENT, "manual")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.find_comment("why", "one", ASSIGNMENT, "manual").manual_comment = "Nearly."
        book.db.commit()
    for student, notebooks in CLASS.items():
        for name, content in notebooks.items():
            hand_in(place, student, name, content)
    (root / "submitted" / "late" / ASSIGNMENT / "timestamp.txt").write_text("2026-02-01 12:00:00 UTC")
    return place


def hand_in(place: Place, student: str, name: str, content: dict[str, str] | bytes | None) -> None:
    """Put a notebook where nbgrader collects it."""
    path = place.root / "submitted" / student / ASSIGNMENT / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict):
        notebook = copy.deepcopy(nbformat.read(place.root / "release" / ASSIGNMENT / f"{name}.ipynb", as_version=4))
        for cell in notebook.cells:
            cell.source = content.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source)
        content = nbformat.writes(notebook).encode()
    if content is not None:
        path.write_bytes(content)


# Every table that says something about a student, with names in place of the ids that nbgrader draws at random.
# Left out are those ids alone: no table holds the time of grading (a submission has the time when it was handed in).
QUERIES = {
    "students": "SELECT id, first_name, last_name, email, lms_user_id FROM student",
    "submissions": """
        SELECT s.student_id, a.name, s.timestamp, s.extension FROM submitted_assignment s
        JOIN assignment a ON a.id = s.assignment_id""",
    "notebooks": """
        SELECT s.student_id, n.name, sn.flagged, sn.late_submission_penalty FROM submitted_notebook sn
        JOIN submitted_assignment s ON s.id = sn.assignment_id JOIN notebook n ON n.id = sn.notebook_id""",
    "grades": """
        SELECT s.student_id, n.name, b.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
        FROM grade g JOIN submitted_notebook sn ON sn.id = g.notebook_id
        JOIN submitted_assignment s ON s.id = sn.assignment_id
        JOIN notebook n ON n.id = sn.notebook_id JOIN base_cell b ON b.id = g.cell_id""",
    "comments": """
        SELECT s.student_id, n.name, b.name, c.auto_comment, c.manual_comment
        FROM comment c JOIN submitted_notebook sn ON sn.id = c.notebook_id
        JOIN submitted_assignment s ON s.id = sn.assignment_id
        JOIN notebook n ON n.id = sn.notebook_id JOIN base_cell b ON b.id = c.cell_id""",
    "recorded": """
        SELECT s.student_id, n.name, r.digest, r.mark FROM forwardpass_recorded r
        JOIN submitted_notebook sn ON sn.id = r.submitted_notebook_id
        JOIN submitted_assignment s ON s.id = sn.assignment_id JOIN notebook n ON n.id = sn.notebook_id""",
    "answers": """
        SELECT s.student_id, n.name, a.cell, a.fingerprint FROM forwardpass_answers a
        JOIN submitted_notebook sn ON sn.id = a.submitted_notebook_id
        JOIN submitted_assignment s ON s.id = sn.assignment_id JOIN notebook n ON n.id = sn.notebook_id""",
}
COUNTED = (
    "student",
    "submitted_assignment",
    "submitted_notebook",
    "grade",
    "comment",
    "forwardpass_recorded",
    "forwardpass_answers",
)


def gradebook(place: Place) -> dict[str, Any]:
    """The whole gradebook, row by row, and how many rows each table holds, so that none hides from the joins."""
    book = sqlite3.connect(f"file:{place.root / 'gradebook.db'}?mode=ro", uri=True)
    try:
        rows = {name: sorted(book.execute(query).fetchall(), key=repr) for name, query in QUERIES.items()}
        return rows | {name: book.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COUNTED}
    finally:
        book.close()


def autograded(place: Place) -> dict[str, Any]:
    """Every file under ``autograded/``. The secret that stands in for nbgrader's own is drawn anew each time."""
    folder = place.root / "autograded"
    files = sorted(path for path in folder.rglob("*") if not path.is_dir())
    return {
        str(path.relative_to(folder)): b"" if path.name == "submission_secret.txt" else path.read_bytes()
        for path in files
    }


# Runs the command line as usual, and kills the process before or after the n-th call of one function.
_DRIVER = """
import os, signal, sys
from importlib import import_module

module, path, when, left, name_of_signal, *command = sys.argv[1:]
*holders, name = path.split(".")
holder = import_module(module)
for part in holders:
    holder = getattr(holder, part)
original, left = getattr(holder, name), int(left)

def die():
    sys.stdout.flush()
    os.kill(os.getpid(), signal.Signals[name_of_signal])

def deadly(*args, **settings):
    global left
    left -= 1
    if left == 0 and when == "before":
        die()
    result = original(*args, **settings)
    if left == 0 and when == "after":
        die()
    return result

setattr(holder, name, deadly)
from autograder.cli import main
main(command, prog_name="autograder")
"""


def die_at(place: Place, function: str, when: str, count: int, *command: str) -> None:
    """Have the run killed by SIGKILL before or after the ``count``-th call of ``module:function``."""
    process = place.start("-c", _DRIVER, *function.split(":"), when, str(count), "SIGKILL", *command)
    said, _ = process.communicate()
    assert process.returncode == -signal.SIGKILL, said


def stop_before(place: Place, function: str, count: int, *command: str) -> subprocess.Popen[str]:
    """A run that has stopped itself before the ``count``-th call of ``module:function``."""
    process = place.start("-c", _DRIVER, *function.split(":"), "before", str(count), "SIGSTOP", *command)
    assert os.WIFSTOPPED(os.waitpid(process.pid, os.WUNTRACED)[1])
    return process


def leftovers(place: Place) -> list[str]:
    """What a run should not leave: drafts, an unfinished journal, temporary files."""
    drafts = [path for path in place.root.rglob("*") if path.name.startswith((".draft-", "run.json", "gradebook.db-"))]
    return sorted(map(str, [*drafts, *place.temporary.rglob("*")]))
