"""The catalogue of attacks and accidents: one file each under ``tests/submissions/{hostile,broken}/``.

A file is a notebook in Jupyter's percent format, and says in its docstring what it tries and what must come of it:

    '''Replace NumPy's comparisons, so that every assertion holds.

    threat: forging
    expect: dense=WRONG
    '''
    # %% dense
    def dense(x, kernel, bias, activation): ...
    # %% first
    np.testing.assert_allclose = lambda *a, **k: None

``# %% NAME`` is the answer to exercise NAME in the place of the right one; all other exercises are answered rightly.
``# %% first``, ``# %% last`` and ``# %% after NAME`` are cells of the student's own, ``# %% [markdown] last`` one with
text. The header's keys:

``threat``      which part of docs/threat-model.md it belongs to
``expect``      ``dense=WRONG relu=PASS:0.5``: verdict per exercise, with no credit unless it is given; every exercise
                that is not named must get full credit. ``LIMIT?``: LIMIT, or full credit where the time for the
                submission is not used up yet, which depends on the machine. ``INVALID``: the notebook is held for a
                person.
                ``nothing``: the exercises get full credit, the attack achieves nothing.
``stops``       a limit (``time``, ``memory``, ...) that must have ended one of the student's cells; ``memory|time``
                where it depends on the machine which one comes first
``says``        words that the student must read in a message or a note
``hides``       words, carried out of a hidden call, that must be in none of them
``tamper``      what is done to the file besides, a function of ``tampering.py`` with its arguments; may be repeated
``notebook``    ``dense`` (default) or ``dense_keras``
"""

from __future__ import annotations

import ast
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.attacks import tampering

SUBMISSIONS = Path(__file__).resolve().parents[1] / "submissions"
THREATS = ("forging", "secrets", "keras", "resources", "host", "accident", "design")
KEYS = {"threat", "expect", "stops", "says", "hides", "tamper", "notebook"}
VERDICTS = ("PASS", "WRONG", "ERR", "LIMIT", "GRADER", "SUSPECT")
_MARK = re.compile(r"^# %%[ \t]*(\[markdown\])?[ \t]*(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Expected:
    """The verdict that one exercise must get, and its credit."""

    verdict: str
    credit: float
    late: bool = False  # or full credit, where there is time left


@dataclass(frozen=True)
class Attack:
    """One file of the catalogue."""

    name: str
    kind: str
    what: str
    threat: str
    expect: dict[str, Expected]
    invalid: bool
    cells: tuple[tuple[str, str, str], ...]  # (place, cell type, source)
    stops: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    tampers: tuple[tuple[str, ...], ...] = ()
    notebook: str = "dense"
    path: Path = field(default=Path(), compare=False)

    def write(self, answers: NotebookNode, folder: Path) -> None:
        """Put the submission into ``folder`` as its student would hand it in."""
        notebook = self.fill(answers)
        for name, *arguments in self.tampers:
            if name in tampering.NOTEBOOK:
                notebook = tampering.NOTEBOOK[name](notebook, *arguments)
        data = nbformat.writes(notebook).encode("utf-8", "surrogatepass")
        for name, *arguments in self.tampers:
            if name in tampering.DATA:
                data = tampering.DATA[name](data, *arguments)
        folder.mkdir(parents=True)
        path = folder / f"{self.notebook}.ipynb"
        path.write_bytes(data)
        for name, *arguments in self.tampers:
            if name in tampering.FOLDER:
                tampering.FOLDER[name](path, *arguments)

    def fill(self, answers: NotebookNode) -> NotebookNode:
        """The right answers with this file's cells in their places."""
        made = nbformat.from_dict(answers)
        for number, (place, kind, source) in enumerate(self.cells):
            new = (new_markdown_cell if kind == "markdown" else new_code_cell)(source, id=f"own-{number}")
            where = place.removeprefix("after ")
            index = {"first": 0, "last": len(made.cells)}.get(place)
            if index is not None:
                made.cells.insert(index, new)
            elif place.startswith("after "):
                made.cells.insert(_answer(made, where) + 1, new)
            else:
                made.cells[_answer(made, place)].source = source
        return made


def _answer(notebook: NotebookNode, exercise: str) -> int:
    """Where the cell is that answers an exercise."""
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    wanted = f"{exercise}-code" if f"{exercise}-code" in names else exercise
    if wanted not in names:
        raise ValueError(f"no exercise is called {exercise}")
    return names.index(wanted)


def catalogue(*kinds: str) -> list[Attack]:
    """Every file of the given kinds (``hostile``, ``broken``; default both), in alphabetical order."""
    wanted = kinds or ("hostile", "broken")
    return [read(path) for kind in wanted for path in sorted((SUBMISSIONS / kind).glob("*.py"))]


def read(path: Path) -> Attack:
    """One file. Raises ``ValueError`` for a header that says too little or too much."""
    text = path.read_text(encoding="utf-8")
    marks = list(_MARK.finditer(text))
    header = text[: marks[0].start() if marks else len(text)]
    what, values = _header(path, ast.get_docstring(ast.parse(header)) or "")
    ends = [mark.start() for mark in marks[1:]] + [len(text)] * bool(marks)
    cells = tuple(
        (mark[2].strip(), "markdown" if mark[1] else "code", _source(text[mark.end() : end], bool(mark[1])))
        for mark, end in zip(marks, ends, strict=True)
    )
    tampers = tuple(tuple(shlex.split(line)) for line in values.get("tamper", ()))
    for name, *_ in tampers:
        if name not in tampering.NOTEBOOK | tampering.DATA | tampering.FOLDER:
            raise ValueError(f"{path.name}: nothing in tampering.py is called {name}")
    wanted = " ".join(values["expect"])
    return Attack(
        name=path.stem,
        kind=path.parent.name,
        what=what,
        threat=" ".join(values["threat"]),
        expect={} if wanted in ("INVALID", "nothing") else _expected(path, wanted),
        invalid=wanted == "INVALID",
        cells=cells,
        stops=tuple(" ".join(values.get("stops", ())).split()),
        says=tuple(values.get("says", ())),
        hides=tuple(values.get("hides", ())),
        tampers=tampers,
        notebook=" ".join(values.get("notebook", ["dense"])),
        path=path,
    )


def _header(path: Path, docstring: str) -> tuple[str, dict[str, list[str]]]:
    what, _, rest = docstring.partition("\n\n")
    values: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, rest.splitlines())):
        key, colon, value = line.partition(":")
        if not colon or key not in KEYS:
            raise ValueError(f"{path.name}: cannot read {line!r}; keys are {', '.join(sorted(KEYS))}")
        values.setdefault(key, []).append(value.strip())
    if not what or not values.get("expect") or " ".join(values.get("threat", [])) not in THREATS:
        raise ValueError(f"{path.name}: the docstring must say what it tries, its threat and what to expect")
    return " ".join(what.split()), values


def _expected(path: Path, text: str) -> dict[str, Expected]:
    found = {}
    for part in text.split():
        name, _, rest = part.partition("=")
        verdict, _, credit = rest.partition(":")
        verdict, late = verdict.removesuffix("?"), verdict.endswith("?")
        if verdict not in VERDICTS or (late and verdict != "LIMIT"):
            raise ValueError(f"{path.name}: {part!r} is no exercise=VERDICT")
        found[name] = Expected(verdict, float(credit) if credit else float(verdict == "PASS"), late)
    return found


def _source(text: str, markdown: bool) -> str:
    lines = text.strip("\n").split("\n")
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines) if markdown else "\n".join(lines)
