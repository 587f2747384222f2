"""Answers that a person grades: which text is whose, and what may be scored without a person.

Two things may. A cell left blank or as it was released earns 0. And an answer that is, word for word, one that a person
has graded in this gradebook takes that person's score. Everything else waits.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Column, MetaData, Select, String, Table, inspect, select

from autograder.submission import Submission, SubmittedCell

LONGEST = 20_000  # characters; nobody writes more, and the copy that a person reads is cut there
# The fingerprint of each answer that waits for a person or was graded by one: never the text itself.
ANSWERS = Table(
    "forwardpass_answers",
    MetaData(),
    Column("submitted_notebook_id", String(32), primary_key=True),
    Column("cell", String(128), primary_key=True),
    Column("fingerprint", String(64), nullable=False, index=True),
)
# Where NFKC would change what is said: 10² is not 102, and ½ is not 1⁄2 of something else.
_MEANT = {"<super>", "<sub>", "<fraction>", "<circle>", "<square>"}
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*\n]*[^\s*\\])\1(?![\w*])")
_UNDERLINES = re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])((?:[^_\n]|(?<=\w)_(?=\w))*[^\s_\\])\1(?!\w)")
_SPOKEN = "Word for word the same as an answer to this question that a person has graded; it has that answer's score."


@dataclass(frozen=True)
class FreeAnswer:
    """What a student wrote in a cell that a person grades.

    ``text`` is as it was handed in. ``fingerprint`` is empty where the answer must not be compared with others.
    ``beside``: text of the student's own stands next to the cell, so that nobody can say the answer is not there.
    """

    cell: str
    question: str
    text: str
    written: bool
    beside: bool
    fingerprint: str

    @property
    def blank(self) -> bool:
        """Whether there is nothing to read, here or next to it."""
        return not self.beside and not (self.written and self.text.strip())


@dataclass(frozen=True)
class Ruling:
    """A score that a person's earlier decision implies, or None; ``said`` to the student and ``told`` to the grader."""

    score: float | None = None
    said: str = ""
    told: str = ""


def free_answers(submission: Submission) -> dict[str, FreeAnswer]:
    """Everything that a person is to read, by the name of its cell."""
    found: dict[str, FreeAnswer] = {}
    question = ""
    for place, cell in enumerate(submission.cells):
        roles = cell.metadata.get("nbgrader", {})
        if cell.grade_id and cell.cell_type == "markdown" and roles.get("grade") and roles.get("solution"):
            found[cell.grade_id] = _answer(submission, place, question)
        elif cell.origin == "instructor" and cell.cell_type == "markdown":
            question = cell.source
    return found


def _answer(submission: Submission, place: int, question: str) -> FreeAnswer:
    cell = submission.cells[place]
    name, written = str(cell.grade_id), cell.origin == "student"
    around = [*_added(submission.cells[:place][::-1]), *_added(submission.cells[place + 1 :])]
    comparable = written and not around and not cell.attachments and cell.source.strip() and len(cell.source) <= LONGEST
    same = (submission.assignment, submission.notebook, name, cell.metadata["nbgrader"].get("points"), question)
    return FreeAnswer(
        cell=name,
        question=question,
        text=cell.source,
        written=written,
        beside=bool(cell.attachments) or any(each.cell_type != "code" and each.source.strip() for each in around),
        fingerprint=hashlib.sha256(json.dumps([*same, normal(cell.source)]).encode()).hexdigest() if comparable else "",
    )


def _added(cells: Iterable[SubmittedCell]) -> Iterable[SubmittedCell]:
    """The student's own cells up to the next one that was handed out."""
    for cell in cells:
        if cell.grade_id or cell.origin == "instructor":
            return
        yield cell


def normal(text: str) -> str:
    """A text without what does not change its meaning: forms of the same letter, case, white space, emphasis.

    Where a star or an underline may be code or a formula, it stays: two texts too many are better than one too few.
    """
    text = "".join(_plain(character) for character in unicodedata.normalize("NFC", text)).casefold()
    if not any(character in text for character in "`$\\"):
        for _ in range(3):
            text = _UNDERLINES.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    return " ".join(text.split())


def _plain(character: str) -> str:
    if character.isascii() or unicodedata.decomposition(character).partition(" ")[0] in _MEANT:
        return character
    return unicodedata.normalize("NFKC", character)


def enter(book: Gradebook, number: str, answers: Mapping[str, FreeAnswer]) -> None:
    """Say which answers the submitted notebook ``number`` holds now. Takes effect with the caller's next commit."""
    ANSWERS.create(book.db.connection(), checkfirst=True)
    book.db.execute(ANSWERS.delete().where(ANSWERS.c.submitted_notebook_id == number))
    rows = [
        {"submitted_notebook_id": number, "cell": name, "fingerprint": answer.fingerprint}
        for name, answer in answers.items()
        if answer.fingerprint
    ]
    if rows:
        book.db.execute(ANSWERS.insert(), rows)


def rulings(book: Gradebook, number: str, answers: Mapping[str, FreeAnswer]) -> dict[str, Ruling]:
    """What persons have decided about the same answers of others, by the name of the cell. One query."""
    prints = {answer.fingerprint: name for name, answer in answers.items() if answer.fingerprint}
    if not prints:
        return {}
    decided: dict[str, list[tuple[float, float | None]]] = {}
    mine = ANSWERS.c.fingerprint.in_(prints), ANSWERS.c.submitted_notebook_id != number
    for row in book.db.execute(_graded(ANSWERS.c.fingerprint, Grade.manual_score, Grade.extra_credit).where(*mine)):
        decided.setdefault(prints[row.fingerprint], []).append((row.manual_score, row.extra_credit))
    return {name: _rule(scores) for name, scores in decided.items()}


def unsettled(book: Gradebook, assignment: str) -> set[str]:
    """Students of whom the gradebook does not say yet, or no longer, what persons have decided about the same words."""
    if not inspect(book.engine).has_table(ANSWERS.name):
        return set()
    decided: dict[str, list[tuple[float, float | None]]] = {}
    for row in book.db.execute(_graded(ANSWERS.c.fingerprint, Grade.manual_score, Grade.extra_credit)):
        decided.setdefault(row.fingerprint, []).append((row.manual_score, row.extra_credit))
    waiting = (
        _answered(SubmittedAssignment.student_id, ANSWERS.c.fingerprint, Grade.auto_score)
        .join(SubmittedNotebook, SubmittedNotebook.id == ANSWERS.c.submitted_notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == assignment, Grade.manual_score.is_(None))
    )
    return {
        row.student_id
        for row in book.db.execute(waiting)
        if row.auto_score != _rule(decided.get(row.fingerprint, [])).score
    }


def _answered(*columns: Any) -> Select[Any]:
    """Answers that are in the gradebook now, each with its grade."""
    return (
        select(*columns)
        .select_from(ANSWERS)
        .join(Grade, Grade.notebook_id == ANSWERS.c.submitted_notebook_id)
        .join(BaseCell, (BaseCell.id == Grade.cell_id) & (BaseCell.name == ANSWERS.c.cell))
    )


def _graded(*columns: Any) -> Select[Any]:
    """Those that a person has graded as they are: after new work, nbgrader's flag says that the grade is of the old."""
    return _answered(*columns).where(Grade.manual_score.is_not(None), Grade.needs_manual_grade.is_(False))


def _rule(decided: list[tuple[float, float | None]]) -> Ruling:
    if not decided:
        return Ruling()
    scores = sorted({score for score, _ in decided})
    shown = " and ".join(f"{score:g}" for score in scores)
    if len(scores) > 1:
        return Ruling(told=f"The same text has been graded by persons, and not alike: {shown} points. Please decide.")
    if any(extra for _, extra in decided):
        return Ruling(
            told=f"The same text has been graded by a person: {shown} points and extra credit. Please decide."
        )
    return Ruling(
        scores[0], _SPOKEN, f"The same text has been graded by a person: {shown} points. This answer has them."
    )
