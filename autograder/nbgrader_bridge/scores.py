"""What the gradebook says about one student."""

from __future__ import annotations

from dataclasses import dataclass

from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader

from autograder.course import Course


@dataclass(frozen=True)
class Score:
    """One graded cell in the gradebook. ``held``: it waits for a person; ``manual``: it is never scored by machine."""

    notebook: str
    item: str
    score: float
    max_score: float
    held: bool
    manual: bool


def scores(course: Course, assignment: str, student: str) -> list[Score]:
    """Every graded cell of a student, in the order of the notebooks. Empty where nothing is recorded."""
    app = NbGrader()
    app.initialize([], root=str(course.root.resolve()))
    with Gradebook(app.coursedir.db_url, app.coursedir.course_id) as book:
        found = [s for s in book.assignment_submissions(assignment) if s.student_id == student]
        return [
            Score(
                notebook=notebook.name,
                item=grade.cell.name,
                score=float(grade.score or 0.0),
                max_score=float(grade.max_score),
                held=bool(grade.needs_manual_grade),
                manual=grade.cell.cell_type != "code",
            )
            for submission in found
            for notebook in sorted(submission.notebooks, key=lambda n: n.name)
            for grade in sorted(notebook.grades, key=lambda g: g.id)
        ]
