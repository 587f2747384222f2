"""On a machine that lacks a layer the doctor says so, and nothing is graded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bridge.tiny import RIGHT, answered, hand_in, make_course, nbgrader

from .masked import MASKS

ROOT = Path(__file__).resolve().parents[2]
#: The row of the doctor that fails, by what is missing.
ROWS = {
    "bubblewrap": "layer: bubblewrap",
    "libseccomp": "layer: seccomp",
    "seccomp": "layer: seccomp",
    "Landlock": "layer: Landlock",
    "Landlock at boot": "layer: Landlock",
}
WORDS = {"bubblewrap": "bubblewrap is not installed", "libseccomp": "seccomp", "seccomp": "seccomp"}


def without(layer: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the interpreter with ``arguments`` as on a machine that lacks ``layer``."""
    return subprocess.run(
        [sys.executable, "-m", "tests.sandbox.masked", layer, sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("layer", ROWS)
def test_the_doctor_names_the_layer_that_is_missing(layer: str) -> None:
    done = without(layer, "-m", "autograder", "doctor", "--json")
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 1
    assert [name for name, row in rows.items() if not row["ok"]] == [ROWS[layer], "the sandbox starts"]
    assert WORDS.get(layer, "Landlock") in rows["the sandbox starts"]["detail"]


def test_the_doctor_says_in_words_not_to_grade_there() -> None:
    done = without("Landlock", "-m", "autograder", "doctor")
    assert done.returncode == 1 and "FAIL  layer: Landlock" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("do not grade here.")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one submission that could be graded."""
    made = make_course(tmp_path_factory.mktemp("masked") / "course")
    nbgrader(made, "generate_assignment", "tiny")
    import nbformat

    release = nbformat.read(made.release("tiny", "one"), as_version=4)
    hand_in(made, "ada", "one", answered(release, RIGHT))
    return made.root


@pytest.mark.parametrize("layer", ROWS)
def test_grading_refuses_to_start_where_a_layer_is_missing(layer: str, course: Path) -> None:
    done = without(layer, "-m", "autograder", "grade", "tiny", cwd=course)
    assert done.returncode != 0
    assert WORDS.get(layer, "Landlock") in done.stderr and "Traceback" not in done.stderr
    assert not (course / "autograded").exists()


def test_the_doctor_passes_under_a_mask_that_takes_nothing_away() -> None:
    """The control: what fails above fails because of the layer."""
    assert set(MASKS) - set(ROWS) == {"user namespaces"}
    text = "from autograder.sandbox import layers; print([layer.there for layer in layers.look()])"
    assert without("user namespaces", "-c", text).stdout.strip() == "[True, True, True, True]"


ONE_ROOM_EACH = """
from autograder.sandbox import Cell, Sandbox, doctor
with Sandbox("numpy") as sandbox:
    doctor.self_test(sandbox)
    with sandbox.open() as room:
        runs = room.run([Cell("a", "a = 1\\nopen('/tmp/left', 'w').close()")])
        with room.check() as session:
            print(sandbox.mode, session.get("a"), runs[0].fault)
    with sandbox.open() as room:
        room.run([Cell("a", "import os\\nfound = os.path.exists('/tmp/left')")])
        with room.check() as session:
            print(session.get("found"))
"""


def test_without_user_namespaces_root_grades_in_a_bubblewrap_per_submission_and_nobody_else_does() -> None:
    done = without("user namespaces", "-c", ONE_ROOM_EACH)
    if os.geteuid() == 0:
        assert done.stdout.splitlines() == ["single 1 None", "False"], done.stderr
    else:
        assert done.stdout == "" and "Unavailable" in done.stderr
