"""References remembered by content: in memory, and on disk once the course has set a folder."""

from __future__ import annotations

import contextlib
import io
import json
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder import durable
from forwardpass.codec import Arrays, pack, unpack

IN_MEMORY = 2048
_STRUCTURE = "structure"

_memory: OrderedDict[str, Expected] = OrderedDict()
_folder: Path | None = None


@dataclass(frozen=True)
class Expected:
    """What a stub must return: the float64 ``value`` and how far an answer may be from it.

    ``bound`` has the structure of ``value`` (array for array, tuple for tuple), in absolute terms, 0 where the answer
    is an integer. ``autograder.references.bounds`` derives it.
    """

    value: Any
    bound: Any


def set_cache(folder: Path | str | None) -> None:
    """Keep references in ``folder`` from now on (made if missing, for its owner only), or in memory alone with None.

    The folder holds expected values of hidden checks: keep it out of every sandbox. Forgets what is in memory.
    """
    global _folder
    _memory.clear()
    _folder = None if folder is None else Path(folder)
    if _folder is not None:
        _folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def recall(key: str) -> Expected | None:
    """Give what was stored under ``key``, None on a miss. A damaged file is a miss: it will be written anew."""
    if key in _memory:
        _memory.move_to_end(key)
        return _memory[key]
    if _folder is None:
        return None
    try:
        found = _read(_folder / f"{key}.npz")
    except Exception:  # a file that cannot be read, for whatever reason, is worth no more than none
        return None
    _remember(key, found)
    return found


def store(key: str, reference: Expected) -> Expected:
    """Keep ``reference`` under ``key`` and give it back as it will be recalled: with arrays that cannot be changed."""
    arrays: Arrays = {}
    structure = json.dumps(pack((reference.value, reference.bound), arrays), sort_keys=True)
    kept = _made(structure, arrays)
    _remember(key, kept)
    if _folder is not None:
        _write(_folder / f"{key}.npz", arrays | {_STRUCTURE: np.frombuffer(structure.encode(), np.uint8)})
    return kept


def _remember(key: str, reference: Expected) -> None:
    _memory[key] = reference
    while len(_memory) > IN_MEMORY:
        _memory.popitem(last=False)


def _read(path: Path) -> Expected:
    with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return _made(arrays.pop(_STRUCTURE).tobytes().decode(), arrays)


def _write(path: Path, arrays: Arrays) -> None:
    """Write atomically, readable by the owner alone: a reader sees the whole file or none."""
    content = io.BytesIO()
    np.savez(content, **arrays)  # type: ignore[arg-type]
    with contextlib.suppress(OSError):  # a disk that is full costs time later, never a grade
        durable.write(path, content.getvalue())


def _made(structure: str, arrays: Arrays) -> Expected:
    value, bound = unpack(json.loads(structure), arrays)
    _freeze(value)
    _freeze(bound)
    return Expected(value, bound)


def _freeze(tree: Any) -> None:
    """Make arrays read-only: one reference serves a whole class."""
    if isinstance(tree, np.ndarray):
        tree.setflags(write=False)
    elif isinstance(tree, dict):
        for part in tree.values():
            _freeze(part)
    elif isinstance(tree, (tuple, list)):
        for part in tree:
            _freeze(part)
