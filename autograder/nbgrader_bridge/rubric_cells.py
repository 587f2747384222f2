"""The rubric beside an answer: in full, with suggestions, for the person who grades; its criteria alone in feedback.

Formgrader and feedback both show the notebook in ``autograded/``. So the cell is made there, and ``for_students`` puts
another one in its place on every page that a student gets.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.nbgrader_bridge.free_answers import FreeAnswer
from autograder.nbgrader_bridge.precedents import Ruling
from autograder.nbgrader_bridge.sanitise import clean_text, tame_tex
from autograder.nbgrader_bridge.table import CELL, number
from autograder.rubrics import Criterion, Misconception, Near, Rubric, RubricError, Suggestion, load, read

MARK = "forwardpass_rubric"  # key of a cell's metadata: for staff only, with what a student may see of it
ID = "forwardpass-rubric-"
MOST_QUOTED = 120
LEANING = {"met": "perhaps met", "not met": "perhaps not met", "open": "no suggestion"}
_MEANINGFUL = re.compile(r"[^\w .,:;?'()-]|_")
PROVISIONAL = "Compared word by word, not understood: a suggestion where to look. The points are yours to give."


def add_rubrics(
    nb: NotebookNode, root: Path, assignment: str, answers: Mapping[str, FreeAnswer], ruled: Mapping[str, Ruling]
) -> None:
    """Put a cell for the person who grades under every answer that has a rubric or a ruling."""
    try:
        rubrics = load(root, assignment)
        fault = ""
    except RubricError as error:  # the author's to mend, and no reason to leave a class without grades
        rubrics, fault = {}, f"There is no rubric here: {error}"
    cells = []
    for cell in nb.cells:
        cells.append(cell)
        answer = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if answer is not None:
            rubric, ruling = rubrics.get(answer.cell), ruled.get(answer.cell, Ruling())
            if rubric or ruling.told or fault:
                cells.append(_cell(len(cells), rubric, "".join(_staff(rubric, answer, ruling, fault))))
    nb.cells = cells


def for_students(nb: NotebookNode) -> NotebookNode:
    """A copy in which nothing meant for staff is left: of a rubric, the criteria."""
    made = copy.deepcopy(nb)
    cells = []
    for cell in made.cells:
        if MARK not in cell.metadata and not str(cell.get("id", "")).startswith(ID):
            cells.append(cell)
        elif criteria := cell.metadata.get(MARK):
            rows = "".join(_row(text, points) for text, points in criteria)
            cells.append(nbformat.v4.new_markdown_cell(_box("What a full answer says", _rows(rows)), id=cell.id))
    made.cells = cells
    return made


def _cell(place: int, rubric: Rubric | None, html: str) -> NotebookNode:
    criteria = [[each.text, _points(each.points)] for each in rubric.criteria] if rubric else []
    # Made by hand: nbformat's own function validates each cell by itself, which takes longer than all the rest.
    return NotebookNode(cell_type="markdown", id=f"{ID}{place}", metadata=NotebookNode({MARK: criteria}), source=html)


def _staff(rubric: Rubric | None, answer: FreeAnswer, ruling: Ruling, fault: str) -> Iterator[str]:
    notes = [note for note in (ruling.told, fault) if note]
    if rubric is None:
        yield _box("For the person who grades", _notes(notes))
        return
    reading = read(rubric, answer.question, answer.text) if answer.written and answer.text.strip() else None
    rows = "".join(map(_criterion, reading.suggestions if reading else repeat(None), rubric.criteria))
    if reading:
        notes += reading.signs
        if (near := reading.misconception) and isinstance(near.speaks_for, Misconception):
            notes.append(f"Like the misconception {near.speaks_for.name}: {_beside(near)} – {near.speaks_for.why}")
    yield _box(
        "Rubric, for the person who grades",
        _rows(rows) + _notes(notes) + (f"<p><em>{plain(PROVISIONAL)}</em></p>" if reading else "") + _exemplars(rubric),
    )


def _criterion(suggestion: Suggestion | None, criterion: Criterion) -> str:
    evidence = ""
    if suggestion:
        said = _beside(suggestion.evidence) if suggestion.evidence else "no sentence speaks for it"
        evidence = f"<br><small><em>{LEANING[suggestion.leaning]}:</em> {shown(said)}</small>"
    return _row(criterion.text, f"{criterion.name}, {_points(criterion.points)}", evidence)


def _points(points: float) -> str:
    return f"{number(points)} point{'' if points == 1 else 's'}"


def _beside(near: Near) -> str:
    turned = f", and may say the opposite ({', '.join(near.turned)})" if near.turned else ""
    return f"“{_short(near.mine)}” is {near.likeness:.0%} like “{_short(near.theirs)}”{turned}"


def _row(text: str, heading: str, more: str = "") -> str:
    left = f'<td style="{CELL}"><strong>{shown(heading)}</strong></td>'
    return f'<tr>{left}<td style="{CELL}">{shown(text)}{more}</td></tr>'


def _rows(rows: str) -> str:
    return f'<table style="border-collapse: collapse"><tbody>{rows}</tbody></table>'


def _notes(notes: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{shown(note)}</li>" for note in notes) + "</ul>" if notes else ""


@lru_cache(maxsize=64)
def _exemplars(rubric: Rubric) -> str:
    rows = "".join(
        _row(each.text, f"{place}: {', '.join(each.meets) or 'none'}")
        for place, each in enumerate(rubric.exemplars, start=1)
    )
    wrong = "".join(_row(f"“{each.example}” {each.why}", each.name) for each in rubric.misconceptions)
    return f"<details><summary>Exemplars and misconceptions (click to show)</summary>{_rows(rows + wrong)}</details>"


def _box(title: str, html: str) -> str:
    return f'<div style="border: 1px solid #8a6d00; padding: 6px"><p><strong>{plain(title)}</strong></p>{html}</div>'


def _short(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED].rstrip() + " …"


def shown(value: Any) -> str:
    """``plain``, with names of code set as code: rubrics write `blind` as notebooks do."""
    return re.sub("&#96;(.+?)&#96;", r"<code>\1</code>", plain(value))


def plain(value: Any) -> str:
    """Text that HTML, Markdown and MathJax leave alone: whatever could mean something to one of them is a number."""
    text = " ".join(tame_tex(clean_text(value, 5_000).replace("\x1b", "\ufffd")).split())
    return _MEANINGFUL.sub(lambda letter: f"&#{ord(letter[0])};", text)
