"""The course that the browser test runs on, and what the student writes in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from .servers import Person

REPOSITORY = Path(__file__).resolve().parents[2]
COURSE_ID = "forwardpass"
STUDENT_ID = "student01"


@dataclass(frozen=True)
class Lesson:
    """What happens in the assignment: texts by which cells are found, what is typed, and what must be read.

    `stub` and `check` are pieces of source that only the stub's cell and only its check's cell hold.
    `points` gives the score that autograding must show, by grade_id; `comment` and `manual` belong to the hand-graded cell.
    """

    assignment: str
    notebook: str
    stub: str
    check: str
    wrong: str
    right: str
    fails_with: str
    passes_with: str
    unfinished: str
    manual_answer: str
    manual: str
    manual_stub: str
    manual_score: float
    comment: str
    points: dict[str, float]
    max_score: float
    messages: tuple[str, ...]

    @property
    def autograded_score(self) -> float:
        """The sum that Formgrader shows before a person has graded."""
        return sum(self.points.values())


@dataclass(frozen=True)
class Course:
    """A course folder with one released assignment, an exchange, an instructor and a student."""

    root: Path
    exchange: Path
    instructor: Person
    student: Person
    student_folder: Path
    lesson: Lesson
    log: list[str] = field(default_factory=list)

    def run(self, *arguments: str) -> str:
        """`nbgrader ...` as the instructor, in the course folder."""
        output = self.instructor.nbgrader(*arguments, cwd=self.root)
        self.log.append(f"$ nbgrader {' '.join(arguments)}\n{output}")
        return output


def build_course(folder: Path) -> Course:
    """A course in `folder` whose assignment is generated and released by the `nbgrader` command line."""
    if (REPOSITORY / "source/lstm/lstm.ipynb").exists() and (REPOSITORY / "nbgrader_config.py").exists():
        from .lesson import LESSON as lesson

        course = _empty_course(folder, lesson, {"PYTHONPATH": str(REPOSITORY)})
        shutil.copy(REPOSITORY / "nbgrader_config.py", course.root)
        shutil.copytree(REPOSITORY / "source" / lesson.assignment, course.root / "source" / lesson.assignment)
    else:
        from . import standin

        course = _empty_course(folder, standin.LESSON, {})
        standin.write(course.root)
    course.run("generate_assignment", course.lesson.assignment)
    course.run("release_assignment", course.lesson.assignment)
    return course


def _empty_course(folder: Path, lesson: Lesson, instructor_env: dict[str, str]) -> Course:
    exchange = folder / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)  # nbgrader wants an exchange that everybody can write to
    here = f"c = get_config()  # noqa: F821\nc.Exchange.root = {str(exchange)!r}\n"
    # Both people are one Unix user here, so nbgrader is told who submits and not to compare owners.
    instructor = Person(
        folder / "instructor", f"{here}c.ExchangeCollect.check_owner = False\n", extra_env=instructor_env
    )
    student = Person(folder / "student", f"{here}c.CourseDirectory.student_id = {STUDENT_ID!r}\n")
    for person in (instructor, student):
        person.move_in()
    course = Course(
        folder / "course", exchange, instructor, student, student_folder=student.home / "notebooks", lesson=lesson
    )
    course.root.mkdir()
    course.student_folder.mkdir()
    return course
