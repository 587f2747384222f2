"""Submissions made from the worked answers and a file of stubs: for the demo, the tests, the audit and benchmarks.

A file such as ``tests/submissions/wrong/lstm/gates-swapped.py`` defines one or more stubs; everything else is taken
from the model answers in ``source/``.
"""

from __future__ import annotations

import ast
import copy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def read_notebook(path: Path) -> NotebookNode:
    """One of our own notebooks. Students' are read by ``autograder.submission``."""
    return nbformat.read(path, as_version=4)


def is_solution(cell: NotebookNode) -> bool:
    """Whether students write in this cell."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def without_markers(text: str) -> str:
    """The model answer of a solution cell."""
    return "\n".join(line for line in text.split("\n") if line.strip() not in (BEGIN, END))


def model_answers(source: NotebookNode, release: NotebookNode) -> NotebookNode:
    """The released notebook with every solution cell filled in as in ``source``."""
    answers = {c.metadata.nbgrader.grade_id: without_markers(c.source) for c in source.cells if is_solution(c)}
    filled = copy.deepcopy(release)
    for cell in filled.cells:
        if is_solution(cell):
            cell.source = answers[cell.metadata.nbgrader.grade_id]
    return filled


def with_stubs(filled: NotebookNode, text: str) -> NotebookNode:
    """``filled`` with the functions and variables that ``text`` defines in the place of its own.

    The whole text goes into the first cell whose names it defines; the other cells that it replaces become comments.
    Raises ``ValueError`` when no cell defines any of its names.
    """
    changed = copy.deepcopy(filled)
    names = defined_in(text)
    cells = [c for c in changed.cells if c.cell_type == "code" and is_solution(c) and defined_in(c.source) & names]
    if not cells:
        raise ValueError(f"no solution cell defines any of {sorted(names)}")
    cells[0].source = text
    for cell in cells[1:]:
        kept = defined_in(cell.source) - names
        if kept:
            raise ValueError(f"a solution cell also defines {sorted(kept)}, which the text does not")
        cell.source = "# Written above."
    return changed


def defined_in(text: str) -> set[str]:
    """Top-level functions and variables of a piece of Python; empty for what does not parse."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return set()
    names = {node.name for node in body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    return names | {target.id for target in targets if isinstance(target, ast.Name)}
