"""The types in which an exercise is described. Data only: nothing here knows an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

Kind = Literal["stub", "keras", "predict", "choose", "construct", "explain"]
FormName = Literal["integer", "number", "shape", "boolean", "option", "options", "array", "arrays", "function", "model"]


@dataclass(frozen=True)
class Case:
    """One call of a stub: a label that names the shapes in words, and the arguments."""

    label: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)


CaseMaker = Callable[[np.random.Generator], Case]
ExampleMaker = Callable[[np.random.Generator], Mapping[str, Any]]


@dataclass(frozen=True)
class Form:
    """What an answer looks like, never which one is right.

    ``options`` lists the letters of a choice; ``shape`` is an array's, with None where any size will do;
    ``fields`` names the arrays of an ``arrays`` answer (a tuple or dict) with their shapes.

    Where a ``function`` has an ``example``, its public arguments by name, it is called with them, by position; then
    ``fields`` or ``shape`` say what comes back, as for ``arrays`` and ``array``; with ``options`` it is a dict whose
    "family" is one of them.
    """

    name: FormName
    options: tuple[str, ...] = ()
    shape: tuple[int | None, ...] | None = None
    fields: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    example: ExampleMaker | None = None


def example(**arguments: Any) -> ExampleMaker:
    """Make an example of arguments: a tuple is the shape of an array to be drawn, all else is given as it is."""

    def draw(rng: np.random.Generator) -> dict[str, Any]:
        return {
            name: rng.standard_normal(given).astype(np.float32) if isinstance(given, tuple) else given
            for name, given in arguments.items()
        }

    return draw


@dataclass(frozen=True)
class Exercise:
    """One graded cell: what is asked, where, and how long it should take.

    ``name`` is the cell's ``grade_id`` and the first argument of ``check``; ``answer`` the function or variable the
    notebook must define. ``difficulty`` runs from 1 to 3, ``minutes`` is what a student who has read so far needs.
    """

    name: str
    kind: Kind
    notebook: str
    title: str
    difficulty: int
    minutes: int
    answer: str = ""
    cases: tuple[CaseMaker, ...] = ()
    form: Form | None = None
    own: bool = False
    """Whether the question is about what this student found, so that the same words may be right of one alone."""

    @property
    def defines(self) -> str:
        """The name that the notebook must define."""
        return self.answer or self.name
