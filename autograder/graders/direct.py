"""The hidden checks of a notebook whose names are in this very process: for audits and benchmarks, never for grades."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from autograder.exercises import notebooks
from autograder.graders.student import Student
from autograder.sandbox import Answer, Refusal, Session, Undefined


class Direct:
    """Stands for a session: calls go to names at hand, on copies of the arguments."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names

    def call(self, name: str, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None, **_: Any) -> Answer:
        """Call a function. Raises ``Undefined`` where there is none, and whatever ``invoke`` raises."""
        given, named = copy.deepcopy((list(args), dict(kwargs or {})))
        return Answer(self.invoke(self.get(name), given, named), given, named, "")

    def invoke(self, function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call it."""
        return function(*args, **kwargs)

    def lend(self, function: Callable[..., Any], most: int, seconds: object = None) -> Callable[..., Any]:
        """A function of ours as student code has it. What it refuses is a ``ValueError`` there.

        Answers come at once: who is in this process needs no clock to find out what is in it.
        """
        used = 0

        def borrowed(*args: Any, **kwargs: Any) -> Any:
            nonlocal used
            if used >= most:
                raise ValueError(f"no more than {most} calls")
            used += 1
            try:
                return function(*args, **kwargs)
            except Refusal as refusal:
                raise ValueError(str(refusal)) from None

        return borrowed

    def get(self, name: str, keep: bool = False) -> Any:
        """A variable."""
        if name not in self.names:
            raise Undefined(name)
        return self.names[name]


@cache
def checks_of(assignment: str, exercise: str) -> tuple[Callable[..., None], ...]:
    """The hidden checks of an exercise, in the order of the files."""
    modules = [name for name in (f"{__package__}.grade_{each}" for each in notebooks(assignment)) if find_spec(name)]
    found = [value for module in modules for value in vars(import_module(module)).values()]
    marked = [(check, mark) for check in found for mark in getattr(check, "pytestmark", []) if mark.name == "item"]
    return tuple(check for check, mark in marked if mark.kwargs["name"] == exercise)


def run(check: Callable[..., None], session: Direct | Session, assignment: str, rng: np.random.Generator) -> None:
    """Run one check. Raises what it raises."""
    given = {"student": Student(session, assignment), "rng": rng}  # type: ignore[arg-type]
    check(**{name: given[name] for name in inspect.signature(check).parameters})
