"""What a student handed in, made safe to grade: bytes in, ``Submission`` out. Executes nothing.

A submission brings answers and nothing else. Everything that an instructor wrote (locked cells, tests, tasks, all
metadata) is taken from the released notebook, in the released order; from the student come the sources of the solution
cells and the cells that they added, each of which stays behind the cell that it followed.

An accident is told apart from an answer wherever that is possible, and every decision is a sentence in ``notes``:

* a solution cell pasted twice: the first copy that was written in is the answer, later ones run after it, so that the
  last definition wins as it does in Jupyter; untouched copies are dropped, so that a stub never undoes an answer;
* a solution cell deleted: the released stub stands in, unless another cell of the student's defines its names;
* metadata stripped by another notebook service: cells are recognised by id, by an instructor's words, and by the names
  that they define. Where that leaves a doubt, ``Unrecognisable``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from nbformat import NotebookNode

from autograder.bounded import InvalidSubmission, LooseCell, TooLarge, Unreadable, Unrecognisable, parse

__all__ = [
    "InvalidSubmission", "Submission", "SubmittedCell", "TooLarge", "Unreadable", "Unrecognisable", "read", "recognise",
]  # fmt: skip

PROFILES = ("numpy", "keras")
Profile = Literal["numpy", "keras"]
# Definitions and assignments at the left margin. A glance, not a parser: half-written code counts too.
_BINDING = re.compile(r"^(?:(?:async\s+)?def|class)\s+(\w+)|^(\w+)[ \t]*(?::[^=\n]+)?=(?!=)", re.MULTILINE)
Origin = Literal["instructor", "student"]


@dataclass(frozen=True)
class SubmittedCell:
    """One cell to grade and show. ``grade_id`` and ``metadata`` are the instructor's or nothing, and not to be changed.

    ``origin`` says who wrote the text; a solution cell left as it was released is the instructor's.
    """

    index: int
    cell_type: str
    source: str
    grade_id: str | None
    origin: Origin
    id: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    attachments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """A submission that can be graded.

    ``digest`` is the SHA-256 of the file, ``profile`` the released notebook's, ``missing`` the grade_ids of solution
    cells that the student's file does not have. ``notebook_metadata`` is the released notebook's. ``pictures`` are what
    the file has under the instructor's code, by the index of the cell: in base64 if the student tells the truth.
    """

    assignment: str
    notebook: str
    digest: str
    profile: Profile
    cells: tuple[SubmittedCell, ...]
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notebook_metadata: Mapping[str, Any] = field(default_factory=dict)
    pictures: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def to_notebook(self) -> NotebookNode:
        """Make a clean notebook: no outputs, the student's text as it is (sanitise it before anybody sees it)."""
        return NotebookNode(
            nbformat=4,
            nbformat_minor=5,
            metadata=_node(self.notebook_metadata),
            cells=[_notebook_cell(cell) for cell in self.cells],
        )


def read(data: bytes, release: NotebookNode, *, assignment: str, notebook: str) -> Submission:
    """Read a student's file against the released notebook.

    Raises ``InvalidSubmission`` for what a person must look at, ``ValueError`` when the release itself is faulty.
    """
    loose, notes = parse(data)
    known = _Release(release)
    placed = _Placed(known, loose, notes)
    return Submission(
        assignment=assignment,
        notebook=notebook,
        digest=hashlib.sha256(data).hexdigest(),
        profile=known.profile,
        cells=tuple(placed.cells()),
        notes=tuple(notes),
        missing=tuple(placed.missing),
        notebook_metadata=release.metadata,
        pictures=placed.pictures,
    )


def recognise(data: bytes, releases: Mapping[str, NotebookNode]) -> str | None:
    """Which notebook of an assignment this file is, whatever it is called; None where that is not clear."""
    try:
        loose, _ = parse(data)
    except InvalidSubmission:
        return None
    scores = {name: _likeness(loose, _Release(release)) for name, release in releases.items()}
    best = max(scores.values(), default=0.0)
    winners = [name for name, score in scores.items() if score == best]
    return winners[0] if best >= 0.5 and len(winners) == 1 else None


def binds(source: str, name: str) -> bool:
    """Whether code defines ``name`` at its top level, as far as a glance tells."""
    return any(name in found for found in _BINDING.findall(source))


class _Release:
    """The released notebook, by the role of its cells."""

    def __init__(self, notebook: NotebookNode) -> None:
        self.profile: Profile = notebook.metadata.get("forwardpass", {}).get("profile", "numpy")
        if self.profile not in PROFILES:
            raise ValueError(f"the released notebook asks for the profile {self.profile!r}; there are {PROFILES}")
        self.named: dict[str, NotebookNode] = {}
        self.plain: dict[tuple[str, str], NotebookNode] = {}
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name:
                self.named[name] = cell
            else:
                self.plain[cell.cell_type, cell.source] = cell

    def is_solution(self, name: str) -> bool:
        return bool(self.named[name].metadata.nbgrader.get("solution"))

    def untouched(self, name: str, cell: LooseCell) -> bool:
        return cell.source.strip() == str(self.named[name].source).strip()

    def defines(self, name: str) -> set[str]:
        """Names that a stub defines; empty for text."""
        cell = self.named[name]
        if cell.cell_type != "code":
            return set()
        return {function or variable for function, variable in _BINDING.findall(cell.source)}


class _Placed:
    """The student's cells, each found its place in the released order."""

    def __init__(self, release: _Release, loose: list[LooseCell], notes: list[str]) -> None:
        self.release = release
        self.notes = notes
        names = [cell.grade_id if cell.grade_id in release.named else "" for cell in loose]
        solutions = {name for name in release.named if release.is_solution(name)}
        if solutions and not solutions & set(names):
            names = _names_by_content(release, loose)
            notes.append("The notebook had lost its grading information; its cells were recognised by their content.")
        self.pictures: dict[int, tuple[str, ...]] = {}
        self.answers: dict[str, LooseCell] = {}
        self.followers: dict[str, list[LooseCell]] = {}
        self._sort_in(names, loose)
        self.missing = [n for n in release.named if release.is_solution(n) and n not in self.answers]

    def _sort_in(self, names: list[str], loose: list[LooseCell]) -> None:
        chosen = _answers(self.release, names, loose)
        seen: list[str] = []
        for position, (name, cell) in enumerate(zip(names, loose, strict=True)):
            if name and name not in seen:
                seen.append(name)
            if name and chosen[name] == position:
                self.answers[name] = cell
                if not self.release.is_solution(name) and not self.release.untouched(name, cell):
                    self.notes.append(f"The locked cell {name} had been changed; the original was used.")
            elif not name or not self.release.untouched(name, cell):
                self.followers.setdefault(seen[-1] if seen else "", []).append(cell)
                if name:
                    self.notes.append(f"The cell {name} is there more than once; the copies ran in order.")
            else:
                self.notes.append(f"An untouched copy of the cell {name} was left out.")
        if seen != sorted(seen, key=list(self.release.named).index):
            self.notes.append("Cells had been moved; they were put back in the original order.")

    def cells(self) -> Iterable[SubmittedCell]:
        """All cells in the order in which they run."""
        unused = dict(self.release.plain)
        made: list[SubmittedCell] = []
        for cell in self.followers.get("", []):
            made.append(self._extra(len(made), cell, unused))
        for name in self.release.named:
            made.append(self._named(len(made), name))
            for cell in self.followers.get(name, []):
                made.append(self._extra(len(made), cell, unused))
        return made

    def _named(self, index: int, name: str) -> SubmittedCell:
        ours = self.release.named[name]
        student = self.release.is_solution(name)
        written = student and name in self.answers and not self.release.untouched(name, self.answers[name])
        source, attachments = ours.source, ours.get("attachments", {})
        if written:
            source, attachments = self.answers[name].source, self.answers[name].attachments
            if self.answers[name].cell_type != ours.cell_type:
                self.notes.append(f"The type of the cell {name} had been changed; it was read as {ours.cell_type}.")
        elif name in self.missing:
            source = self._stand_in(name)
        elif not student and name in self.answers and self.answers[name].pictures:
            self.pictures[index] = self.answers[name].pictures
        return SubmittedCell(
            index=index,
            cell_type=ours.cell_type,
            source=source,
            grade_id=name,
            origin="student" if written else "instructor",
            id=ours.get("id") or name[:64],
            metadata=ours.metadata,
            attachments=attachments,
        )

    def _stand_in(self, name: str) -> str:
        others = [cell for cells in self.followers.values() for cell in cells if cell.cell_type == "code"]
        wanted = self.release.defines(name)
        if wanted and all(any(binds(cell.source, w) for cell in others) for w in wanted):
            self.notes.append(f"The cell {name} was missing; another cell defines {', '.join(sorted(wanted))}.")
            return f"# The cell {name} was missing from the submission; its names are defined in another cell."
        self.notes.append(f"The cell {name} was missing; the empty original was put in its place.")
        return str(self.release.named[name].source)

    def _extra(self, index: int, cell: LooseCell, unused: dict[tuple[str, str], NotebookNode]) -> SubmittedCell:
        ours = unused.pop((cell.cell_type, cell.source), None)
        return SubmittedCell(
            index=index,
            cell_type=cell.cell_type,
            source=cell.source,
            grade_id=None,
            origin="student" if ours is None else "instructor",
            id=f"added-{index}" if ours is None else ours.get("id") or f"plain-{index}",
            metadata={} if ours is None else ours.metadata,
            attachments=cell.attachments if ours is None else ours.get("attachments", {}),
        )


def _answers(release: _Release, names: list[str], loose: list[LooseCell]) -> dict[str, int]:
    """Per grade_id the position of its answer: the first copy that was written in, otherwise the first."""
    chosen: dict[str, int] = {}
    for position, (name, cell) in enumerate(zip(names, loose, strict=True)):
        if not name:
            continue
        first = name not in chosen
        better = not first and release.is_solution(name) and release.untouched(name, loose[chosen[name]])
        if first or (better and not release.untouched(name, cell)):
            chosen[name] = position
    return chosen


def _names_by_content(release: _Release, loose: list[LooseCell]) -> list[str]:
    """Grade_ids for cells without metadata. Raises ``Unrecognisable`` unless every solution cell is found."""
    if _likeness(loose, release) < 0.4:
        raise Unrecognisable("This is not the notebook that was handed out under this name.")
    names = [""] * len(loose)
    by_id = {cell.id: name for name, cell in release.named.items() if cell.get("id")}
    by_text = {(c.cell_type, c.source.strip()): n for n, c in release.named.items() if not release.is_solution(n)}
    for position, cell in enumerate(loose):
        name = (
            cell.grade_id
            if cell.grade_id in release.named
            else by_id.get(cell.id) or by_text.get((cell.cell_type, cell.source.strip()), "")
        )
        names[position] = "" if name in names else name
    for name in release.named:
        if release.is_solution(name) and name not in names:
            names[_only_candidate(release, name, names, loose)] = name
    return names


def _only_candidate(release: _Release, name: str, names: list[str], loose: list[LooseCell]) -> int:
    wanted, kind = release.defines(name), release.named[name].cell_type
    free = [i for i, cell in enumerate(loose) if not names[i] and cell.cell_type == kind]
    if wanted:
        found = [i for i in free if all(binds(loose[i].source, w) for w in wanted)]
    else:
        low, high = _gap(release, name, names)
        found = [i for i in free if low < i < high and (kind, loose[i].source) not in release.plain]
    if len(found) != 1:
        raise Unrecognisable(
            f"The notebook has lost its grading information, and which cell answers {name} cannot be told: copy the "
            "answers into a freshly fetched notebook and submit that."
        )
    return found[0]


def _gap(release: _Release, name: str, names: list[str]) -> tuple[int, int]:
    """Between which positions a cell must be: behind the last known cell before it, before the first one after it."""
    order = list(release.named)
    before = [names.index(n) for n in order[: order.index(name)] if n in names]
    after = [names.index(n) for n in order[order.index(name) + 1 :] if n in names]
    return max(before, default=-1), min(after, default=len(names))


def _likeness(loose: list[LooseCell], release: _Release) -> float:
    """Share of the released notebook's named cells that are there, by grade_id or else by their words."""
    if not release.named:
        return 0.0
    ids = {cell.grade_id for cell in loose} & set(release.named)
    texts = {cell.source.strip() for cell in loose}
    words = {name for name, cell in release.named.items() if cell.source.strip() and cell.source.strip() in texts}
    return len(ids | words) / len(release.named)


def _notebook_cell(cell: SubmittedCell) -> NotebookNode:
    made = NotebookNode(id=cell.id, cell_type=cell.cell_type, metadata=_node(cell.metadata), source=cell.source)
    if cell.cell_type == "code":
        made.update(execution_count=None, outputs=[])
    elif cell.attachments:
        made.attachments = _node(cell.attachments)
    return made


def _node(value: Any) -> Any:
    """Copy a value, so that every mapping is a ``NotebookNode``, as nbgrader expects."""
    if isinstance(value, Mapping):
        return NotebookNode({key: _node(item) for key, item in value.items()})
    return [_node(item) for item in value] if isinstance(value, (list, tuple)) else value
