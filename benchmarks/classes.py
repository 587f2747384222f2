"""Classes to grade: every style and mistake of ``tests/submissions``, as JupyterLab would have saved them.

Student ``n`` hands in variant ``n`` modulo the number of variants, with a comment and a cell of their own, so that no
two files are equal. Outputs are what the cells really put out (text, tables, pictures), so that files have their size.
"""

from __future__ import annotations

import copy
import hashlib
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.compose import is_solution, model_answers, read_notebook, with_stubs
from autograder.sandbox import Cell, Limits, Sandbox

ROOT = Path(__file__).resolve().parents[1]
SUBMISSIONS = ROOT / "tests" / "submissions"
CACHE = ROOT / ".cache" / "benchmarks"
OWN = "np.arange({number}.0).reshape(1, -1) @ np.ones(({number}, 2))"


def variants(assignment: str) -> dict[str, NotebookNode]:
    """By name, the filled notebooks without outputs: the model answers, the release, and every style and mistake."""
    release = read_notebook(ROOT / "release" / assignment / f"{assignment}.ipynb")
    answers = model_answers(read_notebook(ROOT / "source" / assignment / f"{assignment}.ipynb"), release)
    made = {"model": answers, "untouched": release}
    for kind in ("correct", "wrong"):
        for path in sorted((SUBMISSIONS / kind / assignment).glob("*.py")):
            made[f"{kind}/{path.stem}"] = with_stubs(answers, path.read_text(encoding="utf-8"))
    return made


@cache
def saved(assignment: str) -> dict[str, NotebookNode]:
    """``variants`` with their outputs, from the cache where they have been run before."""
    made, sandbox = {}, None
    CACHE.mkdir(parents=True, exist_ok=True)
    try:
        for name, notebook in variants(assignment).items():
            path = CACHE / f"{hashlib.sha256(nbformat.writes(notebook).encode()).hexdigest()}.ipynb"
            if not path.is_file():
                sandbox = sandbox or Sandbox("numpy").start()
                nbformat.write(_with_outputs(notebook, sandbox), path)
            made[name] = nbformat.read(path, as_version=4)
    finally:
        if sandbox is not None:
            sandbox.close()
    return made


def _with_outputs(notebook: NotebookNode, sandbox: Sandbox) -> NotebookNode:
    made = copy.deepcopy(notebook)
    cells = [cell for cell in made.cells if cell.cell_type == "code"]
    with sandbox.open(Limits(cell_seconds=60, submission_seconds=600)) as room:
        runs = room.run([Cell(str(number), cell.source) for number, cell in enumerate(cells)])
    for cell, run in zip(cells, runs, strict=True):
        cell.execution_count = run.execution_count
        cell.outputs = [nbformat.from_dict(output) for output in run.outputs]
    return made


def students(assignment: str, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield ``count`` students and the bytes of their notebooks."""
    known = list(saved(assignment).values())
    for number in range(1, count + 1):
        notebook = copy.deepcopy(known[number % len(known)])
        first = next(cell for cell in notebook.cells if cell.cell_type == "code" and is_solution(cell))
        first.source += f"\n# attempt {number}"
        notebook.cells.insert(4, new_code_cell(OWN.format(number=number % 50 + 2), id=f"own-{number}"))
        yield f"s{number:05d}", nbformat.writes(notebook).encode()


def course(root: Path, assignment: str) -> Path:
    """A course folder with one NumPy notebook, ready for ``nbgrader generate_assignment``."""
    for folder in ("source", "release"):
        (root / folder / assignment).mkdir(parents=True)
        shutil.copy(ROOT / folder / assignment / f"{assignment}.ipynb", root / folder / assignment)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return root


def hand_in(root: Path, assignment: str, count: int) -> None:
    """Fill ``submitted/`` as ``nbgrader collect`` would."""
    for student, data in students(assignment, count):
        folder = root / "submitted" / student / assignment
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{assignment}.ipynb").write_bytes(data)
        (folder / "timestamp.txt").write_text("2026-03-02 11:12:13.000000 UTC\n")
