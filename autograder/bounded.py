"""A student's file, from bytes to plain cells, within bounds. Executes nothing and believes nothing.

    InvalidSubmission           why this file cannot be graded, in one sentence for a person
    ├── TooLarge                more bytes, cells, nesting or source than a notebook has
    ├── Unreadable              not a notebook that any version of Jupyter could have written
    └── Unrecognisable          a notebook, but which of its cells answers what cannot be told (see ``submission``)

None of them is ever raised for a fault of ours.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field
from typing import Any

MAX_BYTES = 32 * 2**20
MAX_DEPTH = 50
MAX_TOKENS = 1_000_000
MAX_CELLS = 1_000
MAX_SOURCE = 200_000
MAX_TOTAL_SOURCE = 2_000_000

# Possessive, and content up to the end of the file where a string is never closed: one pass, whatever the input.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNPRINTABLE = re.compile("[\x00\ud800-\udfff]")


class InvalidSubmission(Exception):
    """The submission cannot be graded as it is; ``reason`` is one sentence for the student and the instructor."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooLarge(InvalidSubmission):
    """More than a notebook may have."""


class Unreadable(InvalidSubmission):
    """Not a notebook."""


class Unrecognisable(InvalidSubmission):
    """A notebook whose cells cannot be told apart."""


@dataclass(frozen=True)
class LooseCell:
    """One cell as the student's file has it: text only, nothing trusted."""

    cell_type: str
    source: str
    id: str = ""
    grade_id: str = ""
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()  # in base64, as far as anybody knows


def parse(data: bytes) -> tuple[list[LooseCell], list[str]]:
    """Read the cells of a notebook of format 3 or 4, and note what was remarkable about the file.

    Raises ``InvalidSubmission`` before spending more time or memory than the bounds above allow.
    """
    text, notes = _decode(data)
    _bound_structure(text)
    document = _load(text, notes)
    cells = [_cell(number, raw) for number, raw in enumerate(_raw_cells(document), 1)]
    if sum(len(cell.source) for cell in cells) > MAX_TOTAL_SOURCE:
        raise TooLarge(f"All cells together hold more than {MAX_TOTAL_SOURCE:,} characters.")
    return cells, notes


def _decode(data: bytes) -> tuple[str, list[str]]:
    if len(data) > MAX_BYTES:
        raise TooLarge(f"The file is larger than {MAX_BYTES // 2**20} MiB: clear all outputs, save and submit again.")
    if not data.strip(b" \t\r\n\x00"):
        raise Unreadable("The file is empty.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return data.decode("utf-8", errors="replace"), ["Some characters were not saved as UTF-8 and are shown as �."]


def _bound_structure(text: str) -> None:
    """Refuse deep or endless nesting before the JSON parser, which would recurse, sees it."""
    depth = 0
    for count, match in enumerate(_TOKEN.finditer(text)):
        first = text[match.start()]
        if first in "[{":
            depth += 1
        elif first in "]}":
            depth -= 1
        if depth > MAX_DEPTH:
            raise TooLarge(f"The file nests lists and objects more than {MAX_DEPTH} deep, which no notebook does.")
        if count > MAX_TOKENS:
            raise TooLarge("The file holds more separate values than a notebook can: clear all outputs and save again.")


def _load(text: str, notes: list[str]) -> dict[str, Any]:
    repeated: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(items)
        if len(made) < len(items):
            repeated.append("key")
        return made

    try:
        document = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}"
        raise Unreadable(f"The file is not a notebook, or it is cut off: its JSON goes wrong in {where}.") from None
    except (ValueError, RecursionError):
        raise Unreadable("The file is not a notebook: it holds a number that no JSON reader takes.") from None
    if not isinstance(document, dict):
        raise Unreadable("The file is JSON, but not a notebook.")
    if repeated:
        notes.append("A key is there twice in the file; the last one counts, as in Jupyter.")
    return document


def _raw_cells(document: dict[str, Any]) -> list[Any]:
    version = document.get("nbformat")
    if version == 4 and not isinstance(version, bool):
        cells = document.get("cells")
    elif version == 3 and isinstance(document.get("worksheets"), list):
        sheets = [sheet.get("cells") for sheet in document["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    elif isinstance(version, int) and not isinstance(version, bool):
        raise Unreadable(f"The notebook is in format {version}; open it in JupyterLab and save it as format 4.")
    else:
        raise Unreadable("The file is JSON, but not a notebook.")
    if not isinstance(cells, list) or not cells:
        raise Unreadable("The notebook has no cells.")
    if len(cells) > MAX_CELLS:
        raise TooLarge(f"The notebook has {len(cells):,} cells; the most is {MAX_CELLS:,}.")
    return cells


def _cell(number: int, raw: Any) -> LooseCell:
    if not isinstance(raw, dict):
        raise Unreadable(f"Cell {number} of the notebook is damaged.")
    kind = raw.get("cell_type")
    source = raw.get("source", raw.get("input", ""))  # format 3 calls the source of code "input"
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise Unreadable(f"The text of cell {number} is damaged.")
    if len(source) > MAX_SOURCE:
        raise TooLarge(f"Cell {number} holds {len(source):,} characters; the most is {MAX_SOURCE:,}.")
    if kind == "heading":  # format 3
        kind, source = "markdown", f"# {source}"
    metadata = raw.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return LooseCell(
        cell_type=kind if kind in ("code", "markdown") else "raw",
        source=_UNPRINTABLE.sub("\ufffd", source),
        id=raw["id"] if isinstance(raw.get("id"), str) else "",
        grade_id=grade_id if isinstance(grade_id, str) else "",
        attachments=_attachments(raw.get("attachments")),
        pictures=_pictures(raw.get("outputs")),
    )


def _attachments(raw: Any) -> dict[str, dict[str, str]]:
    """Pasted files by name and type, as text; what they are is for ``sanitise`` to find out."""
    bundles = raw.items() if isinstance(raw, dict) else ()
    texts = {name: {t: d for t, d in b.items() if isinstance(d, str)} for name, b in bundles if isinstance(b, dict)}
    return {name: bundle for name, bundle in texts.items() if bundle}


def _pictures(raw: Any) -> tuple[str, ...]:
    """What the outputs of a cell hold as PNG, as text; what it is is for ``sanitise`` to find out."""
    bundles = [output.get("data") for output in raw if isinstance(output, dict)] if isinstance(raw, list) else []
    found = (_joined(bundle.get("image/png")) for bundle in bundles if isinstance(bundle, dict))
    return tuple(picture for picture in found if picture)


def _joined(text: Any) -> str:
    """Text that Jupyter may have cut into lines; empty for anything else."""
    if isinstance(text, list) and all(isinstance(line, str) for line in text):
        return "".join(text)
    return text if isinstance(text, str) else ""
