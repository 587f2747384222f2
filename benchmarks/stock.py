"""The same submissions in stock nbgrader: the same checks as hidden tests in its notebooks, one kernel per student."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat

from autograder.compose import read_notebook
from benchmarks.classes import ROOT

# As nbgrader's documentation teaches it; `seconds` is what a cell may take.
SETTINGS = """
c = get_config()
c.CourseDirectory.course_id = "forwardpass"
c.ExecutePreprocessor.timeout = {seconds}
c.ClearSolutions.code_stub = {{"python": "# YOUR CODE HERE\\npass"}}
c.ClearSolutions.text_stub = "*Write your answer here.*"
"""
HIDDEN = """assert {answer!r} in globals()
### BEGIN HIDDEN TESTS
from benchmarks.direct import passes
passes({assignment!r}, {exercise!r}, globals())
### END HIDDEN TESTS"""


def course(root: Path, assignment: str) -> Path:
    """A course as nbgrader's documentation teaches it, released."""
    notebook = read_notebook(ROOT / "source" / assignment / f"{assignment}.ipynb")
    for cell in notebook.cells:
        known = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and known.get("grade"):
            name = known["grade_id"]
            cell.source = HIDDEN.format(assignment=assignment, exercise=name, answer=name)
            cell.metadata.pop("tags", None)
    folder = root / "source" / assignment
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{assignment}.ipynb")
    (root / "nbgrader_config.py").write_text(SETTINGS.format(seconds=60))
    nbgrader(root, "generate_assignment", assignment)
    return root


def nbgrader(root: Path, *arguments: str) -> None:
    """Run nbgrader's command line in a course. Raises ``CalledProcessError``."""
    here = Path(sys.executable).parent  # nbgrader calls alembic by name
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "TF_CPP_MIN_LOG_LEVEL": "3"}
    environment["PATH"] = f"{here}:{environment.get('PATH', os.defpath)}"
    command = [str(here / "nbgrader"), *arguments]
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
