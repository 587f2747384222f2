"""Right answers get every point, unwritten ones none, wrong ones less: through the path that students' work takes."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from autograder.compose import defined_in, model_answers, read_notebook, with_stubs
from autograder.demo.students import CLASS
from autograder.pipeline import Grader
from autograder.reports.model import Verdict
from autograder.sandbox import Limits
from autograder.submission import read

from .conftest import ASSIGNMENTS

ROOT = Path(__file__).resolve().parents[2]
SUBMISSIONS = ROOT / "tests" / "submissions"
NOTEBOOKS = [f"{name}/{path.stem}" for name in ASSIGNMENTS for path in sorted((ROOT / "source" / name).glob("*.ipynb"))]


def files(kind):
    return [f"{name}/{path.stem}" for name in ASSIGNMENTS for path in sorted((SUBMISSIONS / kind / name).glob("*.py"))]


def answers(assignment, notebook):
    source = read_notebook(ROOT / "source" / assignment / f"{notebook}.ipynb")
    release = read_notebook(ROOT / "release" / assignment / f"{notebook}.ipynb")
    return model_answers(source, release)


def told(report):
    """What a person needs to see when one of these tests fails."""
    return [(c.item, c.title, c.verdict.value, c.message, c.staff[-600:]) for c in report.checks if c.credit < 1]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_model_answers_get_every_point(grade, notebook):
    assignment, name = notebook.split("/")
    report = grade(assignment, name, answers(assignment, name))
    assert report.checks
    assert [item.credit for item in report.items().values()] == [1.0] * len(report.items()), told(report)
    errors = [o for cell in report.cells for o in cell.outputs if o["output_type"] == "error"]
    assert not errors


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_the_untouched_release_gets_no_point_and_is_not_held(grade, notebook):
    assignment, name = notebook.split("/")
    report = grade(assignment, name, read_notebook(ROOT / "release" / assignment / f"{name}.ipynb"))
    assert {item.item: item.credit for item in report.items().values() if item.credit} == {}
    assert not [item.item for item in report.items().values() if item.held], told(report)


@pytest.mark.parametrize("style", files("correct"))
def test_another_right_style_gets_every_point(grade, style):
    assignment = style.split("/")[0]
    text = (SUBMISSIONS / "correct" / f"{style}.py").read_text()
    report = grade(assignment, assignment, with_stubs(answers(assignment, assignment), text))
    assert {name: item.credit for name, item in report.items().items() if item.credit < 1} == {}, told(report)


@pytest.mark.parametrize("mistake", files("wrong"))
def test_a_wrong_submission_loses_points_where_it_is_wrong(grade, mistake):
    assignment = mistake.split("/")[0]
    text = (SUBMISSIONS / "wrong" / f"{mistake}.py").read_text()
    report = grade(assignment, assignment, with_stubs(answers(assignment, assignment), text))
    items = report.items()
    stubs = defined_in(text) & set(items)
    assert any(items[stub].credit < 1 for stub in stubs), f"{sorted(stubs)} all got full marks"
    assert not any(items[stub].held for stub in stubs), told(report)
    silent = [c.check for c in report.checks if c.credit < 1 and not (c.message or c.hint)]
    assert not silent


LOSING = [one for one in CLASS if one.expected.startswith("loses") and "endless" not in one.what]


@pytest.mark.parametrize("one", LOSING, ids=[f"{one.assignment}-{one.student}" for one in LOSING])
def test_the_invented_class_loses_what_the_demonstration_says(grade, one):
    notebook = one.change(answers(one.assignment, one.assignment))
    items = grade(one.assignment, one.assignment, notebook).items()
    assert "loses " + ", ".join(sorted(name for name, item in items.items() if item.credit < 1)) == one.expected


def test_a_function_that_never_ends_costs_only_what_calls_it(course):
    """relu hangs in its own cell, in `check`, in five figures and wherever mlp calls it."""
    limits = {"numpy": Limits(cell_seconds=8, check_seconds=3, submission_seconds=72)}
    endless = with_stubs(answers("dense", "dense"), "def relu(z):\n    while True:\n        pass\n")
    release = read_notebook(course.release("dense", "dense"))
    submission = read(nbformat.writes(endless).encode(), release, assignment="dense", notebook="dense")
    with Grader(course, limits=limits) as grader:
        report = grader.grade(submission)
    lost = {name: item.verdict for name, item in report.items().items() if item.credit < 1}
    assert lost == {"relu": Verdict.LIMIT, "mlp": Verdict.LIMIT}, told(report)
