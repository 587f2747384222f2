"""Which cells grading needs to run: all code but demonstrations that nothing else builds on.

Drawing figures takes most of a notebook's time, and no check looks at them. A locked cell with the tag ``demo`` is
therefore left out, unless other code that runs mentions a name that only this cell defines.
"""

from __future__ import annotations

import re
import symtable
from collections.abc import Sequence
from functools import lru_cache

from autograder.submission import SubmittedCell

DEMO = "demo"
_WORD = re.compile(r"[^\W\d]\w*")


def is_demo(cell: SubmittedCell) -> bool:
    """Whether a cell is an instructor's demonstration: never one that is graded or that students write in."""
    known = cell.metadata.get("nbgrader", {})
    marked = cell.cell_type == "code" and DEMO in cell.metadata.get("tags", ())
    return marked and not (known.get("grade") or known.get("solution"))


def to_run(cells: Sequence[SubmittedCell]) -> list[SubmittedCell]:
    """The code cells to run, in order."""
    code = [cell for cell in cells if cell.cell_type == "code"]
    waiting = [cell for cell in code if is_demo(cell)]
    used = {word for cell in code if not is_demo(cell) for word in _words(cell.source)}
    while wanted := [cell for cell in waiting if _defines(cell.source) & used]:
        waiting = [cell for cell in waiting if cell not in wanted]
        used.update(word for cell in wanted for word in _words(cell.source))
    left_out = {cell.index for cell in waiting}
    return [cell for cell in code if cell.index not in left_out]


@lru_cache(maxsize=4096)
def _words(source: str) -> frozenset[str]:
    """Everything that could be a name: a student's code need not parse."""
    return frozenset(_WORD.findall(source))


@lru_cache(maxsize=256)
def _defines(source: str) -> frozenset[str]:
    """Names that an instructor's cell binds at its top level; all its words where it is no plain Python."""
    try:
        table = symtable.symtable(source, "cell", "exec")
    except SyntaxError:
        return _words(source)
    return frozenset(
        symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()
    )
