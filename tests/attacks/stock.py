"""The same submissions through stock nbgrader: plain assertions, half of them hidden, as its documentation teaches.

The instructor's notebook is the one that the kit uses; only its test cells differ. Each attack is graded in a
throw-away namespace, together with one honest neighbour whose name comes after it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder import exercises
from autograder.compose import is_solution, model_answers, read_notebook, without_markers
from autograder.course import Course
from autograder.references.dense import EXACT
from autograder.sandbox.cgroup import Group
from benchmarks.stock import SETTINGS
from tests.attacks import course as lab
from tests.attacks import tampering
from tests.attacks.catalogue import Attack

SECONDS = 60
VERSION = b"1"  # of what is done here: rows of another version are not reused
START = "from nbgrader.apps.nbgraderapp import main; main()"
LIMITS = ("--nproc=300", "--fsize=200000000", "--core=0")


@dataclass(frozen=True)
class Row:
    """What stock nbgrader made of one attack: points, honest points, and what else happened, in words."""

    earned: float | None
    points: float
    said: str
    neighbour: bool


def notebook() -> NotebookNode:
    """The instructor's notebook with plain assertions as tests."""
    made = lab.source("dense")
    answers: dict[str, Any] = {}
    for cell in made.cells:
        known = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and is_solution(cell):
            exec(without_markers(cell.source), answers)
        elif cell.cell_type == "code" and known.get("grade_id") == "imports":
            exec(cell.source, answers)
    for cell in made.cells:
        known = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and known.get("grade"):
            tests = assertions(known["grade_id"], answers)
            if tests:
                cell.source = "\n".join([tests[0], "### BEGIN HIDDEN TESTS", *tests[1:], "### END HIDDEN TESTS"])
            cell.metadata.pop("tags", None)
    return made


def assertions(name: str, answers: dict[str, Any]) -> list[str]:
    """Tests of one exercise: a visible one that it exists, then hidden values. Empty where values do not say it all."""
    asked = next(e for e in exercises.of_assignment("dense") if e.name == name)
    if asked.kind == "construct":
        return []  # many answers are right; `check` in the visible test says whether this is one in form
    if name in EXACT:
        cases = [make(np.random.default_rng(11)) for make in asked.cases]
        return [f"assert callable({name})"] + [
            f"np.testing.assert_allclose({name}({', '.join(map(literal, case.args))}), "
            f"{literal(EXACT[name](*case.args).value)}, rtol=1e-4, atol=1e-5)"
            for case in cases
        ]
    value = answers[name]
    return [f"assert {name} is not None", f"assert np.all(np.array({name}) == np.array({literal(value)}))"]


def literal(value: Any) -> str:
    """Python that makes this value."""
    if isinstance(value, np.ufunc):
        return f"np.{value.__name__}"
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()}, {str(value.dtype)!r})"
    return repr(value.item() if isinstance(value, np.generic) else value)


def prepare(root: Path) -> Course:
    """A course as nbgrader's documentation has it."""
    folder = root / "source" / lab.ASSIGNMENT
    folder.mkdir(parents=True)
    nbformat.write(notebook(), folder / "dense.ipynb")
    (root / "nbgrader_config.py").write_text(SETTINGS.format(seconds=10))
    (root / "notes.txt").write_text(f"{lab.CANARY}-file\n")
    lab.command(root, "nbgrader", "generate_assignment", lab.ASSIGNMENT)
    return Course(root)


@contextmanager
def thrown_away() -> Iterator[str]:
    """A temporary folder; rm takes away folders that are nested too deep for Python."""
    name = tempfile.mkdtemp(prefix="stock-")
    try:
        yield name
    finally:
        subprocess.run(["rm", "-rf", name], check=False)


def grade(base: Course, attack: Attack) -> Row | None:
    """Grade one attack and its neighbour in a copy of the course that is thrown away.

    None where the attack is on text that a notebook for stock nbgrader does not have.
    """
    with thrown_away() as name:
        root = Path(name, "course")
        shutil.copytree(base.root, root)
        course = Course(root)
        answers = model_answers(notebook(), read_notebook(course.release(lab.ASSIGNMENT, "dense")))
        try:
            attack.write(answers, lab.folder(course, "a-attack"))
        except tampering.Missing:
            return None
        neighbour = lab.folder(course, "b-neighbour")
        neighbour.mkdir(parents=True)
        nbformat.write(answers, neighbour / "dense.ipynb")
        ended = _run(Path(name))
        return _row(course, attack, ended)


def _run(place: Path) -> str:
    """Run ``nbgrader autograde`` in namespaces of its own; what became of it."""
    group = Group(memory_mb=4_000, processes=300)
    inside = [
        "bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--bind", str(place),
        str(place), "--unshare-all", "--uid", "1000", "--gid", "1000", "--cap-drop", "ALL", "--die-with-parent",
        "--new-session", "--chdir", str(place / "course"), "--setenv", "HOME", str(place),
        "--setenv", "PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin", "--setenv", "PYTHONWARNINGS", "ignore",
        "--setenv", "COURSE_CANARY", f"{lab.CANARY}-environment",
        sys.executable, "-c", START, "autograde", lab.ASSIGNMENT,
    ]  # fmt: skip
    try:
        with open(place / "log", "wb") as log:
            code = subprocess.run(
                group.joined(["prlimit", *LIMITS, *inside]), stdout=log, stderr=log, timeout=SECONDS, check=False
            ).returncode
    except subprocess.TimeoutExpired:
        return "hangs"
    finally:
        group.close()
    text = (place / "log").read_text(errors="replace")
    if code and "There was an error processing assignment" not in text:
        return "ends with a traceback"
    return "reports an error" if code else ""


def _row(course: Course, attack: Attack, ended: str) -> Row:
    book = lab.gradebook(course)
    mine = book.get("a-attack", {})
    neighbour = book.get("b-neighbour", {})
    points = sum(cell.max_score for cell in (neighbour or mine).values())
    fine = bool(neighbour) and sum(c.score for c in neighbour.values()) == points
    graded = (course.root / "autograded" / "a-attack" / lab.ASSIGNMENT / "dense.ipynb").is_file()
    said = [ended] if ended else []
    # grep walks folders that are nested too deep for Python.
    search = ["grep", "-rqs", lab.CANARY, str(course.root / "autograded" / "a-attack")]
    if subprocess.run(search, check=False).returncode == 0:
        said.append("leaks what is outside the notebook")
    if not fine:
        said.append("the neighbour is not graded" if not neighbour else "the neighbour loses points")
    return Row(sum(c.score for c in mine.values()) if graded else None, points, "; ".join(said), fine)
