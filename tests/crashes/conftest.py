from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.crashes import course
from tests.crashes.course import Place, die_at


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The course before the batch."""
    return course.make(tmp_path_factory.mktemp("crashes"))


@pytest.fixture(scope="session")
def undisturbed(template: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run that nothing interrupts leaves in the gradebook and in autograded/."""
    place = template.copy(tmp_path_factory.mktemp("undisturbed") / "course")
    started = time.monotonic()
    place.run("grade", course.ASSIGNMENT)
    seconds = time.monotonic() - started
    assert course.leftovers(place) == []
    return outcome(place) | {"seconds": seconds}


@pytest.fixture(scope="session")
def recording_ahead(template: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The course when every notebook is graded and nobody is recorded: as after a kill and an old backup."""
    place = template.copy(tmp_path_factory.mktemp("graded") / "course")
    die_at(place, "autograder.recording:Recorder.__exit__", "before", 1, "grade", course.ASSIGNMENT)
    # The journal of a transaction that the kill cut off would be rolled back into the old file.
    (place.root / "gradebook.db-journal").unlink(missing_ok=True)
    shutil.copy(template.root / "gradebook.db", place.root)
    shutil.rmtree(place.root / "autograded")
    shutil.copytree(template.root / "autograded", place.root / "autograded")
    return place


@pytest.fixture
def place(template: Place, tmp_path: Path) -> Place:
    """A course of the test's own, before the batch."""
    return template.copy(tmp_path / "course")


@pytest.fixture
def graded(recording_ahead: Place, tmp_path: Path) -> Place:
    """A course of the test's own whose run was killed when everything was graded and nothing recorded."""
    return recording_ahead.copy(tmp_path / "course")


@pytest.fixture
def same(undisturbed: dict[str, Any]) -> Callable[[Place], None]:
    """Insists that a course ended as if nothing had happened."""

    def compare(place: Place) -> None:
        for name, rows in outcome(place).items():
            assert rows == undisturbed[name], name
        assert course.leftovers(place) == []

    return compare


def outcome(place: Place) -> dict[str, Any]:
    return course.gradebook(place) | {"autograded": course.autograded(place)}
