"""A rubric for the question ``why`` of the small course, and what a person does with it in Formgrader."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.nbgrader_bridge.scores import Score, scores
from tests.bridge.tiny import RIGHT, answered, hand_in

RUBRIC = """
why:
  criteria:
    - {name: sum, points: 2, text: Says that twice a number is the sum of the number and itself.}
    - {name: any-number, points: 1, text: Says that this holds for every number.}
  exemplars:
    - text: Doubling adds a number to itself, so the result is a sum. It works whatever the number is, also below 0.
      meets: [sum, any-number]
    - text: Two times x is the sum of x and x again, which a machine can add in a single step of its own.
      meets: [sum]
    - text: It is what the function of the lesson does, and it gave the right results when I tried it with three.
      meets: []
  misconceptions:
    - name: square
      example: To double a number you multiply it by itself, so doubling is squaring.
      why: A number times itself is its square; the two agree for 2 and 0 only.
"""
EXEMPLAR = "Doubling adds a number to itself, so the result is a sum."
# Words that stand in exemplars and misconceptions and nowhere else: none of them may reach a student.
SECRETS = (
    "whatever the number",
    "machine can add",
    "when I tried it",
    "doubling is squaring",
    "agree for 2",
    "perhaps",
)


def write_rubric(root: Path, text: str = RUBRIC) -> Path:
    path = root / "source" / "tiny" / "rubrics.yaml"
    path.write_text(text)
    return path


def book(course: Course) -> Gradebook:
    return Gradebook(f"sqlite:///{course.root / 'gradebook.db'}")


def by_hand(course: Course, student: str, points: float | None, extra: float | None = None) -> None:
    """Grade ``why`` as Formgrader's own request does."""
    with book(course) as gradebook:
        grade = gradebook.find_grade("why", "one", "tiny", student)
        grade.manual_score, grade.extra_credit = points, extra
        grade.needs_manual_grade = points is None and grade.auto_score is None
        gradebook.db.commit()


def said(course: Course, student: str) -> str | None:
    """The comment of the machine under ``why``."""
    with book(course) as gradebook:
        comment: str | None = gradebook.find_comment("why", "one", "tiny", student).auto_comment
        return comment


def why(course: Course, student: str) -> Score:
    return next(score for score in scores(course, "tiny", student) if score.item == "why")


def graded_copy(course: Course, student: str) -> NotebookNode:
    return nbformat.read(course.root / "autograded" / student / "tiny" / "one.ipynb", as_version=4)


def write(course: Course, student: str, text: str) -> None:
    """Hand both notebooks in, with this answer to ``why``."""
    for name in ("one", "two"):
        release = nbformat.read(course.release("tiny", name), as_version=4)
        hand_in(course, student, name, answered(release, RIGHT | {"why": text}))
