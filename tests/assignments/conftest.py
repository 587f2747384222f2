"""The real assignments, graded by the real pipeline in real sandboxes."""

from __future__ import annotations

import shutil

import nbformat
import pytest

from autograder.course import Course
from autograder.pipeline import Grader
from autograder.submission import read

LAYERS = ("dense", "conv2d", "lstm", "attention")
ASSIGNMENTS = (*LAYERS, "inductive_bias")


def pytest_collection_modifyitems(items):
    # One test process per assignment's grader: starting a sandbox and TensorFlow once is enough.
    for item in items:
        for name in ASSIGNMENTS:
            if f"[{name}" in item.name:
                item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(scope="session")
def course(tmp_path_factory, repository):
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(repository / "release", root / "release")
    return Course(root)


@pytest.fixture(scope="session")
def grade(course):
    """grade(assignment, notebook, NotebookNode) -> Report"""
    with Grader(course) as grader:

        def run(assignment, notebook, node):
            release = nbformat.read(course.release(assignment, notebook), as_version=4)
            data = nbformat.writes(node).encode()
            return grader.grade(read(data, release, assignment=assignment, notebook=notebook))

        yield run
