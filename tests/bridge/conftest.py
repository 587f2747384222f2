from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.course import Course
from tests.bridge.tiny import configure, make_course, nbgrader


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course after `nbgrader generate_assignment`, to be copied."""
    course = make_course(tmp_path_factory.mktemp("template") / "course")
    nbgrader(course, "generate_assignment", "tiny")
    return course.root


@pytest.fixture
def course(template: Path, tmp_path: Path) -> Course:
    """A course folder of the test's own with the assignment ``tiny`` released."""
    shutil.copytree(template, tmp_path / "course")
    return configure(tmp_path / "course")


@pytest.fixture
def release(course: Course) -> dict[str, NotebookNode]:
    """The released notebooks of ``tiny``."""
    return {name: nbformat.read(course.release("tiny", name), as_version=4) for name in ("one", "two")}
