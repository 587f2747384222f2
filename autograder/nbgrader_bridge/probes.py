"""Write the public probes that students' checks compare with: data, no solution code, no hidden seed."""

from __future__ import annotations

import importlib
import inspect
import json
import warnings
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autograder.exercises import helpers
from autograder.exercises.model import Case, Exercise
from autograder.misconceptions import Mistake
from autograder.references import Expected
from forwardpass import probe_files
from forwardpass.codec import Arrays, fresh, pack
from forwardpass.compare import as_array, compare

PUBLIC_SEED = 2 * 3 * 5 * 7 * 11 * 13
"""Where public inputs come from. Anybody may know it; hidden inputs come from the course's secret."""

Reference = Callable[[str, str, Case], Expected]
ALIGNED = 16  # bytes: no dtype needs more
Seen = set[tuple[str, str]]  # stub and name of each mistake that a probe tells from a right answer


def write_probes(
    folder: Path, layer: str, exercises: Iterable[Exercise], expected: Reference, mistakes: Sequence[Mistake] = ()
) -> list[Mistake]:
    """Write ``<layer>.json``, ``<layer>.bin`` and the layer's part of ``index.json`` into ``folder``.

    Public inputs are drawn from each stub's case makers with the public seed, what is right comes from ``expected``
    (``references.expected``), and each of the layer's ``mistakes`` is run on the same inputs; its outputs are stored
    only where they differ from what is right by more than the bound. The same input gives the same bytes.

    Raises ValueError where an exercise of another layer has the same name; nothing is written then.

    Returns the mistakes that no probe tells from a right answer: students will get no hint for these.
    """
    exercises = tuple(exercises)
    arrays: Arrays = {}
    seen: Seen = set()
    index = _index(folder, layer, [each.name for each in exercises])
    described = {each.name: _exercise(layer, each, expected, mistakes, arrays, seen) for each in exercises}
    folder.mkdir(parents=True, exist_ok=True)
    places, data = in_a_row(arrays)
    _write_json(folder / f"{layer}.json", {"layer": layer, "exercises": described, "arrays": places})
    (folder / f"{layer}.bin").write_bytes(data)
    _write_json(folder / "index.json", index)
    probe_files.forget()
    stubs = {each.name for each in exercises if each.kind == "stub"}
    return [mistake for mistake in mistakes if mistake.stub in stubs and (mistake.stub, mistake.name) not in seen]


def stale_probes(folder: Path, fresh_folder: Path) -> list[str]:
    """Say how the probes in ``folder`` differ from freshly written ones; an empty list where they agree.

    Structure, texts and inputs must be equal. Outputs are compared within their bounds, since the last bits of a
    matrix product depend on the processor.
    """
    found = []
    for name in sorted({*probe_files.names(folder), *probe_files.names(fresh_folder)}):
        if name not in probe_files.names(folder) or name not in probe_files.names(fresh_folder):
            found.append(f"{name}: only in one of the two")
            continue
        old, new = probe_files.load(name, folder), probe_files.load(name, fresh_folder)
        if _texts(old) != _texts(new):
            found.append(f"{name}: described otherwise")
            continue
        if _example(old) != _example(new):
            found.append(f"{name}: another example")
        for before, after in zip(old.probes, new.probes, strict=True):
            if _bytes((before.args, dict(before.kwargs))) != _bytes((after.args, dict(after.kwargs))):
                found.append(f"{name}: {after.label}: other inputs")
            elif compare(before.value, after.value, after.bound) is not None:
                found.append(f"{name}: {after.label}: other outputs")
    return found


def in_a_row(arrays: Arrays) -> tuple[list[str], bytes]:
    """Give all arrays as one run of bytes, and for each of them, in order, "dtype shape start" within it."""
    places, data = [], bytearray()
    for array in arrays.values():
        data += bytes(-len(data) % ALIGNED)
        places.append(f"{array.dtype.str} {','.join(map(str, array.shape))} {len(data)}")
        data += array.tobytes()
    return places, bytes(data)


def public_cases(exercise: Exercise) -> list[Case]:
    """Draw the public cases of a stub: one per case maker, each from a seed of its own."""
    return [maker(_public(exercise, position)) for position, maker in enumerate(exercise.cases)]


def _public(exercise: Exercise, position: int) -> np.random.Generator:
    return np.random.default_rng([PUBLIC_SEED, zlib.crc32(exercise.name.encode()), position])


def _exercise(
    layer: str, exercise: Exercise, expected: Reference, mistakes: Sequence[Mistake], arrays: Arrays, seen: Seen
) -> dict[str, Any]:
    described: dict[str, Any] = {
        "kind": exercise.kind,
        "answer": exercise.defines,
        "title": exercise.title,
        "parameters": [],
        "probes": [],
        "form": _form(exercise, arrays),
        "helpers": list(helpers(layer, exercise.name)),
    }
    if exercise.kind == "stub":
        own = [mistake for mistake in mistakes if mistake.stub == exercise.name]
        described["parameters"] = _parameters(layer, exercise.name)
        for case in public_cases(exercise):
            described["probes"].append(_probe(case, expected(layer, exercise.name, case), own, arrays, seen))
    return described


def _probe(case: Case, right: Expected, mistakes: Iterable[Mistake], arrays: Arrays, seen: Seen) -> dict[str, Any]:
    described: dict[str, Any] = {
        "label": case.label,
        "args": pack(tuple(case.args), arrays),
        "kwargs": pack(dict(case.kwargs), arrays),
        "value": pack(right.value, arrays),
        "bound": pack(right.bound, arrays),
        "mistakes": [],
    }
    for mistake in mistakes:
        outcome = _outcome(mistake, case)
        if not isinstance(outcome, probe_files.Raises) and compare(outcome, right.value, right.bound) is None:
            continue
        seen.add((mistake.stub, mistake.name))
        raised = isinstance(outcome, probe_files.Raises)
        value = {"raises": outcome.error} if raised else pack(_stored(outcome), arrays)
        described["mistakes"].append({"name": mistake.name, "hint": mistake.hint, "value": value})
    return described


def _outcome(mistake: Mistake, case: Case) -> Any:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # a mistake may well overflow
        try:
            return mistake.function(*fresh(case.args), **fresh(dict(case.kwargs)))
        except Exception as error:
            return probe_files.Raises(type(error).__name__)


def _stored(outcome: Any) -> Any:
    """Give a mistake's outcome as it is stored: arrays for lists, float32 for float64, which is all a hint needs."""
    if isinstance(outcome, tuple):
        return tuple(_stored(part) for part in outcome)
    if isinstance(outcome, dict):
        return {key: _stored(part) for key, part in outcome.items()}
    array = None if outcome is None or isinstance(outcome, (bool, int)) else as_array(outcome)
    if array is None:
        return outcome
    if array.dtype.kind == "f":
        with np.errstate(over="ignore"):
            narrow = array.astype(np.float32)
        return narrow if np.array_equal(np.isinf(narrow), np.isinf(array)) else array
    return array


def _parameters(layer: str, stub: str) -> list[str]:
    function = importlib.import_module(f"forwardpass.live.{layer}").KERAS[stub]
    return list(inspect.signature(function).parameters)


def _form(exercise: Exercise, arrays: Arrays) -> dict[str, Any] | None:
    form = exercise.form
    if form is None:
        return None
    example = None if form.example is None else pack(dict(form.example(_public(exercise, 0))), arrays)
    return {
        "name": form.name,
        "options": list(form.options),
        "shape": None if form.shape is None else list(form.shape),
        "fields": {name: list(shape) for name, shape in form.fields.items()},
        "example": example,
    }


def _index(folder: Path, layer: str, names: Iterable[str]) -> dict[str, str]:
    path = folder / "index.json"
    index: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    others = {name: of for name, of in index.items() if of != layer}
    taken = sorted(set(others) & set(names))
    if taken:
        raise ValueError(f"exercises of {layer} have names that are taken: {', '.join(taken)}")
    return dict(sorted((others | dict.fromkeys(names, layer)).items()))


def _write_json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n", "utf-8")


def _texts(exercise: probe_files.Probed) -> tuple[Any, ...]:
    texts = (exercise.layer, exercise.kind, exercise.answer, exercise.title, exercise.parameters, exercise.form)
    probes = [(probe.label, [(known.name, known.hint) for known in probe.mistakes]) for probe in exercise.probes]
    return (*texts, exercise.helpers, probes)


def _example(exercise: probe_files.Probed) -> Any:
    return None if exercise.form is None or exercise.form.example is None else _bytes(dict(exercise.form.example))


def _bytes(value: Any) -> tuple[str, list[tuple[str, tuple[int, ...], bytes]]]:
    arrays: Arrays = {}
    structure = json.dumps(pack(value, arrays), sort_keys=True)
    return structure, [(array.dtype.str, array.shape, array.tobytes()) for array in arrays.values()]
