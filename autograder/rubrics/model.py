"""``source/<assignment>/rubrics.yaml``, read strictly: what each `explain` question is graded by.

The file is for the people who grade. It lies beside the notebooks and is never released.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import msgspec
import yaml
from msgspec import Meta

FILE = "rubrics.yaml"
PATTERN = "*rubric*.y*ml*"  # never released: a copy or a backup under another name gives as much away
Text = Annotated[str, Meta(pattern=r"\S", max_length=4_000)]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class RubricError(Exception):
    """A rubric is not as it must be: the author's to mend. The message says what and where."""


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that an answer must say. Students read ``text`` in their feedback."""

    name: Slug
    points: Annotated[float, Meta(gt=0, le=100)]
    text: Text


class Exemplar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer as a student might write it, and the criteria that it meets."""

    text: Text
    meets: tuple[str, ...]


class Misconception(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wrong thought: its name, how it sounds, and why it is wrong."""

    name: Slug
    example: Text
    why: Text


class Rubric(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one question is graded."""

    criteria: Annotated[tuple[Criterion, ...], Meta(min_length=1, max_length=10)]
    exemplars: Annotated[tuple[Exemplar, ...], Meta(min_length=2, max_length=50)]
    misconceptions: Annotated[tuple[Misconception, ...], Meta(min_length=1, max_length=50)]

    def __post_init__(self) -> None:
        """Raise ``ValueError`` where the parts contradict each other."""
        names = [criterion.name for criterion in self.criteria]
        _insist_on_one_each(names)
        _insist_on_one_each(misconception.name for misconception in self.misconceptions)
        for exemplar in self.exemplars:
            _insist_on_one_each(exemplar.meets)
            if unknown := sorted(set(exemplar.meets) - set(names)):
                raise ValueError(f"an exemplar meets {unknown[0]!r}, which is no criterion")
        for name in names:
            # A suggestion compares with both, so one kind alone would always suggest the same.
            if len({name in exemplar.meets for exemplar in self.exemplars}) == 1:
                raise ValueError(f"{name!r} needs an exemplar that meets it and one that does not")

    @property
    def points(self) -> float:
        """What a full answer earns."""
        return sum(criterion.points for criterion in self.criteria)


def load(root: Path, assignment: str) -> Mapping[str, Rubric]:
    """Read the rubrics of an assignment of the course ``root``; none where there is no file. Raises ``RubricError``."""
    path = root / "source" / assignment / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise RubricError(f"source/{assignment}/{FILE} cannot be read: {error.strerror}") from error
    try:
        return _parse(data)
    except ValueError as error:
        raise RubricError(f"source/{assignment}/{FILE}: {error}") from error


def released(root: Path, assignment: str = "*") -> list[str]:
    """Rubrics that lie where students get them."""
    found = (path for kind in ("release", "solutions") for path in (root / kind).glob(f"{assignment}/**/{PATTERN}"))
    return sorted(str(path.relative_to(root)) for path in found)


def points_differ(rubrics: Mapping[str, Rubric], cells: Mapping[str, float]) -> list[str]:
    """Say which rubrics do not fit the cells that a person grades, given with their points. One line each."""
    lines = [
        f"{name}: there is no cell of this name that a person grades" for name in sorted(set(rubrics) - set(cells))
    ]
    for name, points in cells.items():
        if name in rubrics and abs(rubrics[name].points - points) > 1e-9:
            lines.append(f"{name}: the criteria add up to {rubrics[name].points:g} points, the cell has {points:g}")
    return lines


@lru_cache(maxsize=16)
def _parse(data: bytes) -> Mapping[str, Rubric]:
    try:
        _insist_on_one_each_key(yaml.compose(data, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(" ".join(str(error).split())) from error
    return msgspec.yaml.decode(data, type=dict[str, Rubric])


def _insist_on_one_each(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{name!r} is there twice")
        seen.add(name)


def _insist_on_one_each_key(node: Any) -> None:
    """PyYAML keeps the last of two equal keys and says nothing: a question would lose its first rubric."""
    if isinstance(node, yaml.MappingNode):
        _insist_on_one_each(str(key.value) for key, _ in node.value)
        for _, value in node.value:
            _insist_on_one_each_key(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _insist_on_one_each_key(value)
