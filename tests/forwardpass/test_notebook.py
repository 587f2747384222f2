"""A failed check as JupyterLab's own kernel shows it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

CELLS = [
    """
from pathlib import Path
import numpy as np
from forwardpass import check, probe_files
probe_files.FOLDER = Path({folder!r})
""",
    "check('affine', lambda x, w, b: x @ w)",
    """
def affine(x, w, b):
    return x[99]

check('affine', affine)
""",
    "check('affine', lambda x, w, b: x @ w + b)",
]


@pytest.fixture
def outputs(probes: Path) -> list[list[Any]]:
    cells = [nbformat.v4.new_code_cell(source.replace("{folder!r}", repr(str(probes)))) for source in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(notebook, allow_errors=True, kernel_name="python3", iopub_timeout=60).execute()
    return [cell.outputs for cell in notebook.cells]


def test_what_a_student_sees(outputs: list[list[Any]]) -> None:
    assert outputs[0] == []

    picture, error = outputs[1]
    assert picture.output_type == "display_data"
    assert picture.data["text/plain"].startswith("Where it differs, output of shape (2, 4):")
    assert picture.metadata["image/png"]["alt"] == picture.data["text/plain"]
    assert len(picture.data["image/png"]) < 20_000
    assert error.ename == "CheckFailed"
    (shown,) = error.traceback
    assert shown == f"✗ {error.evalue}"
    assert shown.endswith("hint: What is added to every unit?")

    (error,) = outputs[2]
    assert error.ename == "IndexError"
    text = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))
    assert "return x[99]" in text and "on this input of the check: x (2, 3), w (3, 4)" in text
    assert "forwardpass" not in text  # none of our frames

    (line,) = outputs[3]
    assert (line.name, line.text[:30]) == ("stdout", "✓ affine agrees with Keras on ")
