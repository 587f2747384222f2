"""docs/authoring.md, followed to the letter in a copy of the tree: its files build, release and grade."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.compose import read_notebook, with_stubs
from autograder.course import Course
from autograder.nbgrader_bridge.scores import scores

BLOCK = re.compile(r"^```python\n# file: (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BATCH = """
def layer_norm(x, gamma, beta, epsilon=0.001):
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + epsilon) + beta
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory, repository):
    root = tmp_path_factory.mktemp("tree")
    for package in ("autograder", "forwardpass"):
        shutil.copytree(repository / package, root / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(repository / "nbgrader_config.py", root)
    (root / "source" / "layernorm").mkdir(parents=True)
    blocks = BLOCK.findall((repository / "docs" / "authoring.md").read_text())
    assert len(blocks) == 6
    for name, text in blocks:
        (root / name).write_text(text)
    return root


def run(root: Path, *command: str) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hand_in(root: Path, student: str, notebook: nbformat.NotebookNode) -> None:
    folder = root / "submitted" / student / "layernorm"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "layernorm.ipynb")


def test_the_new_layer_builds_releases_and_grades(tree):
    run(tree, "make_notebook.py")
    run(tree, "-m", "autograder", "build", "layernorm")
    released = (tree / "release" / "layernorm" / "layernorm.ipynb").read_text()
    assert "centred" not in released
    run(tree, "-m", "nbgrader", "generate_assignment", "layernorm")
    solution = read_notebook(tree / "solutions" / "layernorm" / "layernorm.ipynb")
    hand_in(tree, "right", solution)
    hand_in(tree, "batch", with_stubs(solution, BATCH))
    hand_in(tree, "untouched", read_notebook(tree / "release" / "layernorm" / "layernorm.ipynb"))
    run(tree, "-m", "autograder", "grade", "layernorm")
    got = {
        student: {score.item: (score.score, score.held) for score in scores(Course(tree), "layernorm", student)}
        for student in ("right", "batch", "untouched")
    }
    assert got == {
        "right": {"norm_parameters": (1.0, False), "layer_norm": (3.0, False)},
        "batch": {"norm_parameters": (1.0, False), "layer_norm": (0.0, False)},
        "untouched": {"norm_parameters": (0.0, False), "layer_norm": (0.0, False)},
    }
    feedback = (tree / "autograded" / "batch" / "layernorm" / "layernorm.ipynb").read_text()
    assert "Which axis do mean and variance run over" in feedback
