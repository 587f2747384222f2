"""The two references of a stub, run and compared."""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import importlib.util
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from autograder.exercises.model import Case
from autograder.references import bounds
from autograder.references import cache as kept
from autograder.references.cache import Expected
from autograder.setting import Setting
from forwardpass import live
from forwardpass.codec import Arrays, fresh, pack
from forwardpass.compare import compare


class ReferenceDisagreement(Exception):
    """Keras and the float64 formula differ, or one of them is missing: our fault, never the student's."""


def expected(layer: str, stub: str, case: Case) -> Expected:
    """Give what ``stub`` of ``layer`` must return for ``case``, as the float64 formula and Keras agree on it.

    Remembered by content: the sources of both references and of the bounds, the version of Keras and the arguments. The
    arrays returned are read-only.

    Raises ReferenceDisagreement where the two differ by more than the bound, and where the stub has no reference.
    """
    key = content_key(layer, stub, case)
    if _alone.value:
        key = f"formula-{key}"  # never taken for what Keras has agreed with
    known = kept.recall(key)
    return kept.store(key, _agreed(layer, stub, case)) if known is None else known


_alone = Setting(False)


def formula_alone() -> AbstractContextManager[bool]:
    """Do not ask Keras while the block runs: for audits, which need many references and count on the formula."""
    return _alone.during(True)


def content_key(layer: str, stub: str, case: Case) -> str:
    """Give the name (hex digits) under which a reference is remembered. Imports no module of the layer."""
    arrays: Arrays = {}
    call = pack((case.args, dict(case.kwargs)), arrays)
    parts: list[str | bytes] = [code_of(layer), stub, json.dumps(call, sort_keys=True)]
    for array in arrays.values():
        parts += [array.dtype.str, repr(array.shape), array.tobytes()]
    return _digest(parts)


def has(layer: str) -> bool:
    """Whether a layer has references at all: an assignment may do with questions."""
    return importlib.util.find_spec(_modules(layer)[0]) is not None


def known(layer: str, stub: str) -> bool:
    """Whether there is a reference for ``stub`` of ``layer``."""
    return stub in importlib.import_module(_modules(layer)[0]).EXACT


@cache
def code_of(layer: str) -> str:
    """Name the formulas, the bounds and the Keras of this process: what is imported once stays as it is."""
    sources = [_source(name) for name in (*_modules(layer), bounds.__name__)]
    return _digest([layer, *sources, importlib.metadata.version("keras")])


def _digest(parts: list[str | bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _agreed(layer: str, stub: str, case: Case) -> Expected:
    exact_module, keras_module = _modules(layer)
    exact = _function(exact_module, "EXACT", stub)(*fresh(case.args), **fresh(dict(case.kwargs)))
    if not isinstance(exact, Expected):
        raise ReferenceDisagreement(f"{exact_module}.EXACT[{stub!r}] gives no Expected")
    if _alone.value:
        return exact
    with live.full_precision():
        by_keras = _function(keras_module, "KERAS", stub)(*fresh(case.args), **fresh(dict(case.kwargs)))
    difference = compare(by_keras, exact.value, exact.bound, name=f"Keras's {stub}")
    if difference is not None:
        raise ReferenceDisagreement(f"{layer}, {case.label}: {difference.message}")
    return exact


def _function(module: str, table: str, stub: str) -> Callable[..., Any]:
    functions: dict[str, Callable[..., Any]] = getattr(importlib.import_module(module), table)
    if stub not in functions:
        raise ReferenceDisagreement(f"{module}.{table} has no {stub!r}")
    return functions[stub]


def _modules(layer: str) -> tuple[str, str]:
    return f"autograder.references.{layer}", f"{live.__name__}.{layer}"


def _source(module: str) -> str:
    spec = importlib.util.find_spec(module)
    source = None if spec is None or spec.loader is None else spec.loader.get_source(module)  # type: ignore[attr-defined]
    if not isinstance(source, str):
        raise ReferenceDisagreement(f"there is no {module}")
    return source
