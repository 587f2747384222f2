"""What may be scored without a person, because a person has decided it before.

A free answer that is, word for word, one that a person has graded in this gradebook takes that person's score, as the
score of the machine: so it follows when the person changes it. Where persons disagree, everybody waits. Nothing that a
machine scored is ever a precedent, nor is a grade of work that the student has replaced since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, Notebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Column, MetaData, Select, String, Table, inspect, select
from sqlalchemy.orm import aliased

from autograder.course import Course
from autograder.nbgrader_bridge import inbox
from autograder.nbgrader_bridge.free_answers import FreeAnswer
from autograder.nbgrader_bridge.ledger import RECORDED, have
from autograder.submission import InvalidSubmission

# The fingerprint of every answer that a person grades: never the text itself.
ANSWERS = Table(
    "forwardpass_answers",
    MetaData(),
    Column("submitted_notebook_id", String(32), primary_key=True),
    Column("cell", String(128), primary_key=True),
    Column("fingerprint", String(64), nullable=False, index=True),
)
SAID = "Word for word the same as an answer to this question that a person has graded; it has that answer's score."


@dataclass(frozen=True)
class Ruling:
    """The score that persons' decisions imply, or None; ``said`` to the student and ``told`` to whoever grades."""

    score: float | None = None
    said: str = ""
    told: str = ""


def enter(book: Gradebook, number: str, answers: Mapping[str, FreeAnswer]) -> None:
    """Say which answers the submitted notebook ``number`` holds now. Takes effect with the caller's next commit."""
    have(book, ANSWERS)
    book.db.execute(ANSWERS.delete().where(ANSWERS.c.submitted_notebook_id == number))
    rows = [
        {"submitted_notebook_id": number, "cell": name, "fingerprint": answer.fingerprint}
        for name, answer in answers.items()
        if answer.fingerprint
    ]
    if rows:
        book.db.execute(ANSWERS.insert(), rows)


def rulings(book: Gradebook, course: Course, number: str, answers: Mapping[str, FreeAnswer]) -> dict[str, Ruling]:
    """What persons have decided about the same answers of others, by the name of the cell. One query."""
    prints = {answer.fingerprint: name for name, answer in answers.items() if answer.fingerprint}
    if not prints:
        return {}
    others = _precedents().where(ANSWERS.c.fingerprint.in_(prints), ANSWERS.c.submitted_notebook_id != number)
    return {prints[each]: _rule(course, rows) for each, rows in _by_fingerprint(book.db.execute(others)).items()}


def unsettled(book: Gradebook, course: Course, assignment: str) -> set[str]:
    """Students of whom the gradebook does not say yet, or no longer, what persons have decided about the same words."""
    if not inspect(book.engine).has_table(ANSWERS.name):
        return set()
    mine = Assignment.name == assignment
    decided = _by_fingerprint(book.db.execute(_precedents().where(mine)))
    implied = {each: _rule(course, rows).score for each, rows in decided.items()}
    scored = _answers(SubmittedAssignment.student_id, ANSWERS.c.fingerprint, Grade.auto_score)
    return {
        row.student_id
        for row in book.db.execute(scored.where(mine, Grade.manual_score.is_(None)))
        if row.auto_score != implied.get(row.fingerprint)
    }


def _answers(*columns: Any) -> Select[Any]:
    """Answers that are in the gradebook now, each with its grade."""
    return (
        select(*columns)
        .select_from(ANSWERS)
        .join(Grade, Grade.notebook_id == ANSWERS.c.submitted_notebook_id)
        .join(BaseCell, (BaseCell.id == Grade.cell_id) & (BaseCell.name == ANSWERS.c.cell))
        .join(SubmittedNotebook, SubmittedNotebook.id == ANSWERS.c.submitted_notebook_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    )


def _precedents() -> Select[Any]:
    """Those that a person has graded as they are: after new work, nbgrader's flag says that the grade is of the old."""
    columns = (
        ANSWERS.c.fingerprint,
        Grade.manual_score,
        Grade.extra_credit,
        SubmittedAssignment.student_id,
        Assignment.name.label("assignment"),
        Notebook.name.label("notebook"),
        RECORDED.c.digest,
    )
    # Thousands may have written the same words before a person has graded any of them: what has no decision goes first.
    decided = aliased(Grade)
    known = select(decided.notebook_id).where(decided.manual_score.is_not(None))
    return (
        _answers(*columns)
        .join(RECORDED, RECORDED.c.submitted_notebook_id == ANSWERS.c.submitted_notebook_id)
        .where(
            ANSWERS.c.submitted_notebook_id.in_(known),
            Grade.manual_score.is_not(None),
            Grade.needs_manual_grade.is_(False),
        )
    )


def _by_fingerprint(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.fingerprint, []).append(row)
    return found


def _rule(course: Course, rows: list[Any]) -> Ruling:
    given: set[tuple[float, float]] = set()
    for row in rows:
        decision = float(row.manual_score), float(row.extra_credit or 0)
        if decision not in given and _in_force(course, row):
            given.add(decision)
    points = " and ".join(sorted({f"{score:g}" for score, _ in given}))
    if len({score for score, _ in given}) > 1:
        return Ruling(told=f"The same text has been graded by persons, and not alike: {points} points. Please decide.")
    if any(extra for _, extra in given):
        return Ruling(told=f"The same text has earned {points} points and extra credit from a person. Please decide.")
    if not given:
        return Ruling()
    return Ruling(next(iter(given))[0], SAID, f"A person has graded the same text: its score, {points}, is taken over.")


def _in_force(course: Course, row: Any) -> bool:
    """Whether the file that a person graded is still what the student has handed in.

    The gradebook learns of new work when it is that student's turn, and no score may depend on who is graded first.
    """
    path = inbox.submitted(course, row.assignment, row.student_id) / f"{row.notebook}.ipynb"
    try:
        return bool(hashlib.sha256(inbox.read_bytes(path)).hexdigest() == row.digest)
    except (InvalidSubmission, OSError, ValueError):
        return False
