"""Read the public probes: inputs, what Keras gives for them, and what known mistakes give, with their hints.

Each layer has ``<layer>.json`` and ``<layer>.bin``, where its arrays stand one behind the other; ``index.json`` tells
which layer an exercise belongs to, so that a check reads one layer's files only, once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from forwardpass.codec import unpack

FOLDER = Path(__file__).parent / "probes"


@dataclass(frozen=True)
class Raises:
    """Stands for the outcome of a mistake that raises instead of returning; ``error`` names the exception's type."""

    error: str


@dataclass(frozen=True)
class KnownMistake:
    """What a wrong implementation gives for one probe, where that differs from what is right.

    Only a wrong answer is compared with ``value``, so it is read from ``stored`` when asked for.
    """

    name: str
    hint: str
    stored: Any = field(repr=False)
    arrays: Mapping[str, npt.NDArray[Any]] = field(repr=False, default_factory=dict)

    @cached_property
    def value(self) -> Any:
        """What the mistake returns, or ``Raises``."""
        raised = isinstance(self.stored, dict) and "raises" in self.stored
        return Raises(self.stored["raises"]) if raised else unpack(self.stored, self.arrays)


@dataclass(frozen=True)
class Probe:
    """One public call: its arguments, what is right and how far an answer may be from it."""

    label: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    value: Any
    bound: Any
    mistakes: tuple[KnownMistake, ...] = ()


@dataclass(frozen=True)
class Form:
    """What an answer that is no stub looks like; the fields are those of the exercise's form.

    ``example`` has the arguments, by name, of the one public call that tells the form of what a function returns.
    """

    name: str
    options: tuple[str, ...] = ()
    shape: tuple[int | None, ...] | None = None
    fields: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    example: Mapping[str, Any] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Probed:
    """An exercise as its probe file describes it; ``answer`` is the name that the notebook defines.

    ``helpers`` are the exercises that the notebook builds this one from.
    """

    name: str
    layer: str
    kind: str
    answer: str
    title: str
    parameters: tuple[str, ...]
    probes: tuple[Probe, ...]
    form: Form | None
    helpers: tuple[str, ...] = ()


def names(folder: Path | None = None) -> tuple[str, ...]:
    """Give the names of all exercises that have probe files."""
    return tuple(_index(folder or FOLDER))


def load(name: str, folder: Path | None = None) -> Probed:
    """Give the exercise called ``name``. Raises KeyError where there is none.

    Its arrays are shared by all callers: hand out copies.
    """
    folder = folder or FOLDER
    return _exercise(folder, _index(folder)[name], name)


def forget() -> None:
    """Forget what was read: the files have been written anew."""
    _index.cache_clear()
    _exercise.cache_clear()
    _layer.cache_clear()


@cache
def _index(folder: Path) -> dict[str, str]:
    path = folder / "index.json"
    index: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return index


@cache
def _exercise(folder: Path, layer: str, name: str) -> Probed:
    descriptions, arrays = _layer(folder, layer)
    described = descriptions[name]

    def probe(data: dict[str, Any]) -> Probe:
        args, kwargs, value, bound = (unpack(data[part], arrays) for part in ("args", "kwargs", "value", "bound"))
        known = data["mistakes"]
        mistakes = tuple(KnownMistake(each["name"], each["hint"], each["value"], arrays) for each in known)
        return Probe(data["label"], args, kwargs, value, bound, mistakes)

    return Probed(
        name,
        layer,
        described["kind"],
        described["answer"],
        described["title"],
        tuple(described["parameters"]),
        tuple(probe(data) for data in described["probes"]),
        _form(described["form"], arrays),
        tuple(described["helpers"]),
    )


@cache
def _layer(folder: Path, layer: str) -> tuple[dict[str, Any], Mapping[str, npt.NDArray[Any]]]:
    """Give the descriptions of a layer's exercises and its arrays."""
    described = json.loads((folder / f"{layer}.json").read_text("utf-8"))
    return described["exercises"], Row(described["arrays"], (folder / f"{layer}.bin").read_bytes())


class Row(Mapping[str, npt.NDArray[Any]]):
    """Arrays in one run of bytes: ``places`` has "dtype shape start" for each, such as "<f4 3,7 64"; read-only."""

    def __init__(self, places: Sequence[str], data: bytes) -> None:
        """Hold on to the bytes; nothing is read before it is asked for."""
        self.places = places
        self.data = data

    def __getitem__(self, key: str) -> npt.NDArray[Any]:
        """Give the array whose place has this number."""
        dtype, sizes, start = self.places[int(key)].split(" ")
        shape = tuple(map(int, sizes.split(","))) if sizes else ()
        return np.frombuffer(self.data, dtype, math.prod(shape), int(start)).reshape(shape)

    def __iter__(self) -> Iterator[str]:
        """Give the keys."""
        return map(str, range(len(self.places)))

    def __len__(self) -> int:
        """Count the arrays."""
        return len(self.places)


def _form(data: dict[str, Any] | None, arrays: Mapping[str, npt.NDArray[Any]]) -> Form | None:
    if data is None:
        return None
    shape = None if data["shape"] is None else tuple(data["shape"])
    fields = {name: tuple(of) for name, of in data["fields"].items()}
    return Form(data["name"], tuple(data["options"]), shape, fields, unpack(data.get("example"), arrays))
