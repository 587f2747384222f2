"""What is planted around the sandbox never shows in anything that a student can read."""

from __future__ import annotations

import re
import shutil

import numpy as np
import pytest

from autograder import references
from autograder.course import Course
from autograder.exercises import dense as ask
from tests.attacks import course as lab

from .conftest import ATTACKS

pytestmark = pytest.mark.xdist_group("attacks")
NEIGHBOUR = re.compile(r"s\d+-a-")
SPIES = [attack for attack in ATTACKS if attack.threat in ("secrets", "design") and attack.notebook == "dense"]


def texts(folder):
    """Every file below a folder, by its place."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8", errors="replace") for path in files}


@pytest.fixture(scope="module")
def feedback(batch, tmp_path_factory):
    """The feedback pages of everybody who spied, made by nbgrader from what was graded."""
    course = batch.courses["dense"]
    root = tmp_path_factory.mktemp("feedback")
    for name in ("nbgrader_config.py", "gradebook.db"):
        shutil.copy(course.root / name, root / name)
    shutil.copytree(course.root / "source", root / "source")
    shutil.copytree(course.root / "release", root / "release")
    shutil.copytree(course.private, root / ".autograder", symlinks=True)  # quarantine holds links to endless devices
    honest = next(path.name for path in sorted((course.root / "autograded").iterdir()) if NEIGHBOUR.match(path.name))
    for student in [honest, *(batch.student(spy) for spy in SPIES)]:
        for step in ("submitted", "autograded"):
            shutil.copytree(course.root / step / student, root / step / student, symlinks=True)
    lab.command(root, "nbgrader", "generate_feedback", lab.ASSIGNMENT)
    pages = texts(root / "feedback")
    assert len(pages) >= len(SPIES)
    return pages


def secrets_of(course: Course):
    """Texts that must stay on the trusted side, by what they are."""
    found = {what: f"{lab.CANARY}-{what}" for what in ("environment", "file")}
    found["the course secret"] = course.secret.hex()
    rng = course.generator("dense", "test_softmax")
    expected = references.expected("dense", "softmax", ask.logits(rng)).value
    found |= {f"an expected value {number}": f"{number:.6g}"[:7] for number in np.ravel(expected)[:3]}
    return found


@pytest.mark.parametrize("where", ["autograded", "feedback", "printed"])
def test_no_secret_is_in_what_students_and_staff_read(batch, feedback, where):
    course = batch.courses["dense"]
    read = {"autograded": lambda: texts(course.root / "autograded"), "feedback": lambda: feedback,
            "printed": lambda: {"log": batch.said["dense"]}}[where]()  # fmt: skip
    assert read
    wanted = secrets_of(course)
    leaks = [(place, what) for place, text in read.items() for what, secret in wanted.items() if secret in text]
    assert leaks == []


def test_no_student_reads_another_ones_work(batch):
    course = batch.courses["dense"]
    own = re.compile(r"canary-5d1f0c77-of-([\w-]+)")
    for place, text in texts(course.root / "autograded").items():
        assert {name for name in own.findall(text) if name not in place} == set(), place


def test_the_export_holds_no_secret(batch):
    course = batch.courses["dense"]
    lab.command(course.root, "nbgrader", "export")
    text = (course.root / "grades.csv").read_text()
    assert len(text.splitlines()) > len(SPIES)
    assert [what for what, secret in secrets_of(course).items() if secret in text] == []


def test_the_canaries_are_where_they_are_looked_for(batch, feedback):
    """The positive control: what an honest neighbour types is found in their own pages, by the same search."""
    course = batch.courses["dense"]
    for place, text in [*texts(course.root / "autograded").items(), *feedback.items()]:
        if NEIGHBOUR.match(place) and place.endswith((".ipynb", ".html")):
            assert f"{lab.CANARY}-of-{place.split('/')[0]}" in text, place
    assert f"{lab.CANARY}-file" in (course.root / "notes.txt").read_text()
    pages = [place for place in feedback if NEIGHBOUR.match(place) and place.endswith(".html")]
    assert len(pages) == 1, [place for place in feedback if NEIGHBOUR.match(place)]
