"""Fixtures: the course, its two JupyterLab servers, the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from .chromium import launch
from .course import REPOSITORY, Course, build_course


@pytest.fixture(scope="session")
def album() -> Path:
    """An empty folder for screenshots and logs, kept after the run."""
    folder = REPOSITORY / "artifacts/browser"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.suffix in {".png", ".log", ".csv"}:
            old.unlink()
    return folder


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory, album: Path) -> Iterator[Course]:
    """A course with one assignment, generated and released."""
    course = build_course(tmp_path_factory.mktemp("course"))
    yield course
    (album / "nbgrader.log").write_text("\n".join(course.log))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
