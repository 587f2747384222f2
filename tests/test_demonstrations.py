"""Demonstrations are left out of grading, unless what students wrote builds on them."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.demonstrations import is_demo, to_run
from autograder.submission import SubmittedCell


def cells(*texts: str | tuple[str, str]) -> list[SubmittedCell]:
    """Code cells; a tuple gives the kind too: ``demo``, ``check`` (graded) or ``markdown``."""
    made = []
    for index, given in enumerate(texts):
        kind, source = given if isinstance(given, tuple) else ("code", given)
        metadata: dict[str, Any] = {"tags": ["demo"]} if kind in ("demo", "check") else {}
        if kind == "check":
            metadata["nbgrader"] = {"grade": True}
        cell_type = "markdown" if kind == "markdown" else "code"
        made.append(SubmittedCell(index, cell_type, source, None, "instructor", f"c{index}", metadata))
    return made


def indices(*texts: str | tuple[str, str]) -> list[int]:
    return [cell.index for cell in to_run(cells(*texts))]


def test_a_demonstration_is_left_out_and_everything_else_runs():
    assert indices("x = 1", ("demo", "def draw(): pass\ndraw()"), ("markdown", "draw"), "y = x") == [0, 3]


@pytest.mark.parametrize(
    "user",
    [
        "draw()",
        "PICTURE + 1",
        "print(np.ones(3))",
        "this does not parse: draw(",
        "from helpers import draw",
        "%time draw()",
    ],
)
def test_one_whose_names_are_used_runs(user: str):
    demo = ("demo", "import numpy as np\nPICTURE = 3\ndef draw():\n    inner = 1\n    return inner")
    assert indices(demo, user) == [0, 1]


def test_names_inside_its_functions_are_nobody_elses():
    assert indices(
        ("demo", "def draw():\n    row = 1\n    for column in range(3): pass\n    return row"), "row = column = 2"
    ) == [1]


def test_demonstrations_that_build_on_each_other_run_together():
    chain = [("demo", "base = 1"), ("demo", "middle = base"), ("demo", "other = 5"), "middle"]
    assert indices(*chain) == [0, 1, 3]


def test_one_that_is_no_plain_python_runs_where_a_word_of_it_is_used():
    assert indices(("demo", "%matplotlib inline\nshown = 1"), "shown") == [0, 1]
    assert indices(("demo", "%matplotlib inline\nshown = 1"), "nothing") == [1]


def test_a_graded_cell_is_never_a_demonstration():
    (check,) = cells(("check", "check('x', x)"))
    assert not is_demo(check)
