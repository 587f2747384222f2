"""Answers that a person grades: what a student wrote in which cell, and which two of them say the same words."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.exercises import of_assignment
from autograder.submission import Submission, SubmittedCell

LONGEST = 20_000  # characters; nobody writes more, and the copy that a person reads is cut there
# Where NFKC would change what is said: 10² is not 102, and ½ is not 1⁄2 of something else.
_MEANT = {"<super>", "<sub>", "<fraction>", "<circle>", "<square>"}
_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*\n]*[^\s*\\])\1(?![\w*])")
_UNDERLINES = re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])((?:[^_\n]|(?<=\w)_(?=\w))*[^\s_\\])\1(?!\w)")


@dataclass(frozen=True)
class FreeAnswer:
    """What a student wrote in a cell that a person grades.

    ``text`` is as it was handed in. ``fingerprint`` is empty where the answer must not be compared with others.
    ``beside``: something of the student's own stands next to the cell, in a code cell perhaps, as JupyterLab adds them,
    so that nobody can say the answer is not there.
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
    alone = not around and not cell.attachments and not _about_own(submission.assignment, name)
    comparable = written and alone and cell.source.strip() and len(cell.source) <= LONGEST
    same = (submission.assignment, submission.notebook, name, cell.metadata["nbgrader"].get("points"), question)
    return FreeAnswer(
        cell=name,
        question=question,
        text=cell.source,
        written=written,
        beside=bool(cell.attachments) or any(each.source.strip() for each in around),
        fingerprint=hashlib.sha256(json.dumps([*same, normal(cell.source)]).encode()).hexdigest() if comparable else "",
    )


def _about_own(assignment: str, name: str) -> bool:
    try:
        return any(exercise.own for exercise in of_assignment(assignment) if exercise.name == name)
    except LookupError:  # an assignment of the course's own, without exercises of this kit
        return False


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
