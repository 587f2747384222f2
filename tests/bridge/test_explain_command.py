"""`autograder grade` as it is typed, on a real course: hidden checks, sandbox, gradebook, and a person in between."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.bridge.explain import RUBRIC, SECRETS
from tests.crashes import course
from tests.crashes.course import ASSIGNMENT, Place, hand_in

# Raised by nbgrader's own queries.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
TEXT = "Doubling adds the number to itself, which is a sum, whatever number it is."


def book(place: Place) -> Gradebook:
    return Gradebook(f"sqlite:///{place.root / 'gradebook.db'}")


def by_hand(place: Place, student: str, points: float) -> None:
    with book(place) as gradebook:
        grade = gradebook.find_grade("why", "one", ASSIGNMENT, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment("why", "one", ASSIGNMENT, student).manual_comment = "Well seen."
        gradebook.db.commit()


def state(place: Place, student: str) -> tuple[float | None, float | None, bool]:
    with book(place) as gradebook:
        grade = gradebook.find_grade("why", "one", ASSIGNMENT, student)
        return grade.auto_score, grade.manual_score, grade.needs_manual_grade


def test_a_person_grades_one_answer_and_the_same_words_follow(tmp_path: Path) -> None:
    place = course.make(tmp_path)
    shutil.rmtree(place.root / "submitted")
    (place.root / "source" / ASSIGNMENT / "rubrics.yaml").write_text(RUBRIC)
    for student, words in {"ada": TEXT, "bob": f"**{TEXT}**", "cy": TEXT.replace("is a sum", "is no sum")}.items():
        hand_in(place, student, "one", course.RIGHT | {"why": words})
        hand_in(place, student, "two", course.RIGHT)
    place.run("grade", ASSIGNMENT)
    assert [state(place, name) for name in ("ada", "bob", "cy")] == [(None, None, True)] * 3
    by_hand(place, "ada", 2.5)
    said = place.run("grade", ASSIGNMENT)
    assert "0 notebooks graded" in said and "2 of 3 students already recorded" in said
    assert state(place, "bob") == (2.5, None, False) and state(place, "cy") == (None, None, True)
    by_hand(place, "ada", 1)
    place.run("grade", ASSIGNMENT, "--force")
    assert [state(place, name) for name in ("ada", "bob", "cy")] == [
        (None, 1, False), (1, None, False), (None, None, True),
    ]  # fmt: skip
    copy = nbformat.read(place.root / "autograded" / "bob" / ASSIGNMENT / "one.ipynb", as_version=4)
    text = unescape("".join(cell.source for cell in copy.cells))
    assert "perhaps" in text and "its score, 1, is taken over" in text
    place.run("-m", "nbgrader", "generate_feedback", ASSIGNMENT)
    pages = {
        name: unescape((place.root / "feedback" / name / ASSIGNMENT / "one.html").read_text())
        for name in ("ada", "bob", "cy")
    }
    for name, page in pages.items():
        assert "What a full answer says" in page, name
        leaked = [secret for secret in SECRETS if secret in page and secret not in TEXT]
        assert leaked == [], name
    assert "Well seen." in pages["ada"] and "a person has graded" in pages["bob"]
    assert not re.search(r"\bada\b", pages["bob"])
    assert not list((place.root / "release").rglob("*rubric*"))
