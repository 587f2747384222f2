"""The course that the browser test runs on, and what the student writes in it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .lesson import LESSON, Lesson
from .servers import Person

REPOSITORY = Path(__file__).resolve().parents[2]
STUDENT_ID = "student01"


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

    def max_score(self) -> float:
        """The points of the whole assignment, as released."""
        return sum(float(cell["points"]) for name in self.notebooks() for cell in self.graded_cells(name))

    def automatic_scores(self, notebook: str) -> dict[str, float]:
        """What each autograded cell of a released notebook must earn, by grade_id."""
        autograded = [cell for cell in self.graded_cells(notebook) if not cell["solution"]]
        return {cell["grade_id"]: cell["points"] * self.lesson.credit.get(cell["grade_id"], 0.0) for cell in autograded}

    def automatic_score(self) -> float:
        """What the assignment must earn before a person has graded."""
        return sum(sum(self.automatic_scores(notebook).values()) for notebook in self.notebooks())

    def notebooks(self) -> list[str]:
        """Names of the notebooks of the released assignment."""
        return sorted(path.stem for path in (self.root / "release" / self.lesson.assignment).glob("*.ipynb"))

    def graded_cells(self, notebook: str) -> list[dict[str, Any]]:
        """nbgrader's metadata of the cells that carry points."""
        path = self.root / "release" / self.lesson.assignment / f"{notebook}.ipynb"
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        marked = [cell["metadata"].get("nbgrader", {}) for cell in cells]
        return [data for data in marked if data.get("grade")]


def build_course(folder: Path) -> Course:
    """A course in `folder` whose assignment is generated and released by the `nbgrader` command line."""
    course = _empty_course(folder, LESSON)
    shutil.copy(REPOSITORY / "nbgrader_config.py", course.root)
    source = Path("source") / LESSON.assignment
    shutil.copytree(REPOSITORY / source, course.root / source)
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Exchange.root = {str(course.exchange)!r}\n")
    course.run("generate_assignment", course.lesson.assignment)
    course.run("release_assignment", course.lesson.assignment)
    return course


def _empty_course(folder: Path, lesson: Lesson) -> Course:
    exchange = folder / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)  # nbgrader wants an exchange that everybody can write to
    # Both people are one Unix user here, so nbgrader is told who submits and not to compare owners.
    instructor = Person(folder / "instructor", "c.ExchangeCollect.check_owner = False\n")
    student = Person(
        folder / "student",
        f"c.CourseDirectory.student_id = {STUDENT_ID!r}\nc.Exchange.root = {str(exchange)!r}\n",
    )
    for person in (instructor, student):
        person.move_in()
    course = Course(folder / "course", exchange, instructor, student, student.home / "notebooks", lesson)
    course.root.mkdir()
    course.student_folder.mkdir()
    return course
