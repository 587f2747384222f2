"""A one-notebook assignment for stock nbgrader, used until the repository has its own."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from .course import COURSE_ID, Lesson

STUB = """\
def to_timesteps(flat, features):
    ### BEGIN SOLUTION
    return flat.reshape(len(flat), -1, features)
    ### END SOLUTION
"""
CHECK = """\
answer = to_timesteps(np.arange(24.0).reshape(2, 12), 3)
assert answer.shape == (2, 4, 3), f"to_timesteps: expected shape (2, 4, 3), got {answer.shape}"
print("to_timesteps: every check passed")
"""
SECOND = """\
def last_step(x):
    ### BEGIN SOLUTION
    return x[:, -1]
    ### END SOLUTION
"""
SECOND_CHECK = "assert last_step(np.ones((2, 4, 3))).shape == (2, 3), 'last_step: expected shape (2, 3)'"
QUESTION = "**Your answer.** Why does the order of the time steps matter?"

LESSON = Lesson(
    assignment="lstm",
    notebook="lstm",
    stub="def to_timesteps(",
    check="answer = to_timesteps(",
    wrong="def to_timesteps(flat, features):\n    return flat.reshape(-1, features)\n",
    right="def to_timesteps(flat, features):\n    return flat.reshape(len(flat), -1, features)\n",
    fails_with="to_timesteps: expected shape (2, 4, 3), got (8, 3)",
    passes_with="to_timesteps: every check passed",
    unfinished="assert last_step(",
    manual="why_order",
    manual_stub="YOUR ANSWER HERE",
    manual_answer="Each step reads the state that the step before it left.",
    manual_score=2.5,
    comment="Say what the state holds.",
    points={"check_to_timesteps": 2.0, "check_last_step": 0.0},
    max_score=8.0,
    messages=("to_timesteps: every check passed", "NotImplementedError"),
)


def write(root: Path) -> None:
    """Write the configuration and source/lstm/lstm.ipynb of the stand-in course."""
    (root / "nbgrader_config.py").write_text(
        f"c = get_config()  # noqa: F821\nc.CourseDirectory.course_id = {COURSE_ID!r}\n"
    )
    folder = root / "source" / LESSON.assignment
    folder.mkdir(parents=True)
    nbformat.write(_notebook(), folder / f"{LESSON.notebook}.ipynb")


def _notebook() -> nbformat.NotebookNode:
    cells = [
        new_markdown_cell("# LSTM\nFold flat rows into time steps: $x_t = x[:, t]$."),
        new_code_cell("import numpy as np"),
        new_code_cell(STUB, metadata=_nbgrader("to_timesteps", solution=True)),
        new_code_cell(CHECK, metadata=_nbgrader("check_to_timesteps", grade=True, locked=True, points=2)),
        new_code_cell(SECOND, metadata=_nbgrader("last_step", solution=True)),
        new_code_cell(SECOND_CHECK, metadata=_nbgrader("check_last_step", grade=True, locked=True, points=3)),
        new_markdown_cell(QUESTION, metadata=_nbgrader("why_order", grade=True, solution=True, points=3)),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _nbgrader(
    grade_id: str, *, grade: bool = False, solution: bool = False, locked: bool = False, points: int | None = None
) -> dict[str, object]:
    data: dict[str, object] = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    if points is not None:
        data["points"] = points
    return {"nbgrader": data}
