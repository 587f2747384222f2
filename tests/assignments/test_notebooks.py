"""The notebooks say what the graders do: names, points, badges, kinds of questions; and they store no outputs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from autograder import exercises
from autograder.compose import is_solution, read_notebook

from .conftest import ASSIGNMENTS, LAYERS

ROOT = Path(__file__).resolve().parents[2]
BADGE = re.compile(r"^\*(\d+) points? · ([★☆]{3}) · (\d+) min\*$", re.MULTILINE)


def notebooks(assignment, folder="source"):
    return {path.stem: read_notebook(path) for path in sorted((ROOT / folder / assignment).glob("*.ipynb"))}


def graded(notebook):
    return [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_exercises_and_graded_cells_are_the_same_in_the_same_order(assignment):
    asked = exercises.of_assignment(assignment)
    for name, notebook in notebooks(assignment).items():
        cells = [cell.metadata.nbgrader.grade_id for cell in graded(notebook)]
        assert cells == [exercise.name for exercise in asked if exercise.notebook == name]
    assert {exercise.notebook for exercise in asked} == set(notebooks(assignment))


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_badge_over_each_exercise_says_its_points_difficulty_and_minutes(assignment):
    asked = {exercise.name: exercise for exercise in exercises.of_assignment(assignment)}
    for notebook in notebooks(assignment).values():
        badges = []
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                badges += BADGE.findall(cell.source)
        expected = []
        for cell in graded(notebook):
            exercise = asked[cell.metadata.nbgrader.grade_id]
            stars = "★" * exercise.difficulty + "☆" * (3 - exercise.difficulty)
            expected.append((f"{cell.metadata.nbgrader.points:g}", stars, str(exercise.minutes)))
        assert badges == expected


@pytest.mark.parametrize("assignment", LAYERS)
def test_there_are_questions_of_every_kind(assignment):
    kinds = [exercise.kind for exercise in exercises.of_assignment(assignment)]
    for kind in ("predict", "choose", "construct", "keras"):
        assert kinds.count(kind) >= 2, kind
    assert kinds.count("explain") in (2, 3)
    assert kinds.count("stub") >= 4


def test_inductive_bias_has_its_probes_and_questions():
    kinds = [exercise.kind for exercise in exercises.of_assignment("inductive_bias")]
    assert kinds.count("predict") >= 10
    assert kinds.count("choose") >= 8
    assert kinds.count("construct") >= 8


def test_names_are_unique_over_all_assignments():
    names = [exercise.name for assignment in ASSIGNMENTS for exercise in exercises.of_assignment(assignment)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_graded_code_cell_calls_check_on_its_own_exercise_and_nothing_else(assignment):
    asked = {exercise.name: exercise for exercise in exercises.of_assignment(assignment)}
    for notebook in notebooks(assignment).values():
        for cell in graded(notebook):
            exercise = asked[cell.metadata.nbgrader.grade_id]
            if exercise.kind == "explain":
                assert cell.cell_type == "markdown" and is_solution(cell)
                continue
            assert cell.source == f'check("{exercise.name}", {exercise.defines})'
            assert "raises-exception" in cell.metadata.tags


@pytest.mark.parametrize("folder", ["source", "release"])
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_outputs_are_stored_and_every_cell_parses(assignment, folder):
    for name, notebook in notebooks(assignment, folder).items():
        assert notebook.metadata.forwardpass.profile == ("keras" if name.endswith(("_keras", "_measured")) else "numpy")
        for cell in notebook.cells:
            if cell.cell_type == "code":
                assert not cell.outputs and cell.execution_count is None
                ast.parse(cell.source)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_numpy_notebooks_do_not_need_keras(assignment):
    source = "\n".join(c.source for c in notebooks(assignment)[assignment].cells if c.cell_type == "code")
    assert not re.search(r"^\s*(import|from) (keras|tensorflow|torch|jax)", source, re.MULTILINE)
