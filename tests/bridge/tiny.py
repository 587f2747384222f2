"""A small course: one assignment with two notebooks, and a grader that executes nothing."""

from __future__ import annotations

import copy
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course import Course
from autograder.reports.model import CellOutput, CheckResult, Report, Verdict
from autograder.submission import Submission

ROOT = Path(__file__).resolve().parents[2]
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def graded(grade_id: str, **roles: Any) -> dict[str, Any]:
    """nbgrader's metadata for one cell."""
    base = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "grade_id": grade_id}
    return {"nbgrader": base | roles}


def source(name: str, profile: str, cells: list[NotebookNode]) -> NotebookNode:
    for number, cell in enumerate(cells):
        cell.id = f"{name}-{number}"
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL, "forwardpass": {"profile": profile}})


def sources() -> dict[str, NotebookNode]:
    """The two notebooks of the assignment ``tiny``, as an instructor writes them."""
    solution = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    one = [
        new_markdown_cell("# Doubling <small>in one step</small>"),
        new_markdown_cell("Twice is *x + x*.", metadata=graded("intro", locked=True)),
        new_code_cell("import math"),
        new_code_cell(solution, metadata=graded("double_solution", solution=True)),
        new_code_cell(
            'print("visible check", double(3))', metadata=graded("double", grade=True, locked=True, points=2)
        ),
        new_markdown_cell("Because.", metadata=graded("why", grade=True, solution=True, points=3)),
        new_code_cell(
            "### BEGIN SOLUTION\nguess = 8\n### END SOLUTION", metadata=graded("guess_solution", solution=True)
        ),
        new_code_cell("print(guess)", metadata=graded("guess", grade=True, locked=True, points=1)),
    ]
    two = [
        new_code_cell(
            solution.replace("double", "triple").replace("2", "3"), metadata=graded("triple_solution", solution=True)
        ),
        new_code_cell("print(triple(1))", metadata=graded("triple", grade=True, locked=True, points=4)),
    ]
    return {"one": source("one", "numpy", one), "two": source("two", "keras", two)}


def make_course(root: Path) -> Course:
    """A course folder with the sources in place and nbgrader configured."""
    folder = root / "source" / "tiny"
    folder.mkdir(parents=True)
    for name, notebook in sources().items():
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return configure(root)


def configure(root: Path, more: str = "") -> Course:
    """The repository's configuration, the grader that executes nothing, and an exchange of the course's own."""
    exchange = root / "exchange"
    exchange.mkdir(exist_ok=True)
    exchange.chmod(0o777)
    settings = (
        f"\nc.GradeInSandbox.grader_class = 'tests.bridge.tiny.FakeGrader'\n"
        f"c.Exchange.root = {str(exchange)!r}\nc.Exchange.cache = {str(root / 'cache')!r}\n{more}\n"
    )
    (root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text() + settings)
    return Course(root)


def nbgrader(course: Course, *arguments: str, fails: bool = False) -> str:
    """Run the real command line in the course; returns what it said."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        env={**os.environ, "PATH": path, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def answered(release: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """A released notebook with some solution cells filled in."""
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source)
    return notebook


def hand_in(course: Course, student: str, notebook: str, content: NotebookNode | bytes, name: str = "") -> Path:
    """Put a file where nbgrader collects it."""
    path = course.root / "submitted" / student / "tiny" / (name or f"{notebook}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else nbformat.writes(content).encode())
    return path


RIGHT = {
    "double_solution": "def double(x):\n    return 2 * x",
    "guess_solution": "guess = 8",
    "why": "Because of the *sum*.",
    "triple_solution": "def triple(x):\n    return 3 * x",
}
EXPECTED = {
    "double": [("returns twice", r"return 2 \* x"), ("has a docstring", '"""')],
    "guess": [("is eight", r"guess = 8")],
    "triple": [("returns three times", r"return 3 \* x")],
}


class FakeGrader:
    """Judges the text of the cells: enough to see what the bridge does with a report."""

    calls = 0

    def __init__(self, course: Course, isolation: str = "bubblewrap", limits: Any = None) -> None:
        self.course = course

    def __enter__(self) -> FakeGrader:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def grade(self, submission: Submission) -> Report:
        FakeGrader.calls += 1
        text = "\n".join(cell.source for cell in submission.cells if cell.origin == "student")
        if "fault of ours" in text:
            raise RuntimeError("the grader tripped")
        names = [name for name in EXPECTED if any(cell.grade_id == name for cell in submission.cells)]
        return Report(
            assignment=submission.assignment,
            notebook=submission.notebook,
            digest=submission.digest,
            kit="test",
            isolation="none",
            checks=[self._check(name, title, wanted, text) for name in names for title, wanted in EXPECTED[name]],
            cells=[self._run(cell) for cell in submission.cells if cell.cell_type == "code"],
            notes=list(submission.notes),
        )

    def _check(self, item: str, title: str, wanted: str, text: str) -> CheckResult:
        if f"hold {item}" in text:
            return CheckResult(
                item=item, check="", title=title, verdict=Verdict.GRADER, credit=0.0, staff="secret traceback"
            )
        passed = bool(re.search(wanted, text))
        return CheckResult(
            item=item,
            check=title,
            title=title,
            verdict=Verdict.PASS if passed else Verdict.WRONG,
            credit=float(passed),
            message="" if passed else "Expected something else & got <b>this</b>.",
            hint="" if passed else "Read the first cell again.",
            staff="secret traceback",
        )

    def _run(self, cell: Any) -> CellOutput:
        outputs: list[dict[str, Any]] = [
            {"output_type": "stream", "name": "stdout", "text": f"ran {cell.grade_id}\n"},
            {"output_type": "stream", "name": "stderr", "text": "a warning\n"},
            {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "99"}},
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {"text/html": "<script>steal()</script><b>bold</b>"},
            },
        ]
        return CellOutput(index=cell.index, outputs=outputs, execution_count=cell.index + 1)
