"""release/, solutions/ and the public probes are what a fresh build makes of source/, and give no answer away."""

from __future__ import annotations

import pytest

from autograder.compose import is_solution, read_notebook, without_markers
from autograder.nbgrader_bridge.build import differences

from .conftest import ASSIGNMENTS


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_what_is_committed_is_a_fresh_build(assignment, repository):
    assert differences(repository, [assignment]) == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_line_of_a_solution_is_in_the_release(assignment, repository):
    for path in sorted((repository / "source" / assignment).glob("*.ipynb")):
        source, release = read_notebook(path), read_notebook(repository / "release" / assignment / path.name)
        stubs = {c.metadata.nbgrader.grade_id: c.source for c in release.cells if is_solution(c)}
        for cell in filter(is_solution, source.cells):
            name = cell.metadata.nbgrader.grade_id
            hidden = cell.source.partition("### BEGIN SOLUTION")[2].partition("### END SOLUTION")[0]
            lines = {line.strip() for line in hidden.splitlines() if line.strip()}
            assert lines, f"{name} has no solution"
            left = lines & {line.strip() for line in stubs[name].splitlines()}
            assert not left, f"{name}: {left}"
            assert stubs[name] != without_markers(cell.source)
        text = (repository / "release" / assignment / path.name).read_text()
        assert "BEGIN SOLUTION" not in text and "BEGIN HIDDEN" not in text
