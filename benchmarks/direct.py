"""The hidden checks in the student's own kernel: what a stock nbgrader notebook would have as hidden tests.

Same cases, same references, same properties; no sandbox between the student's code and the grader's, and nothing that
outlives a kernel. Keras is asked for every submission anew, as it is where a notebook's hidden tests import it.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from autograder.graders.student import Student
from autograder.sandbox import Answer, Undefined


class Kernel:
    """Stands for a session: calls go to the names of this very kernel."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names

    def call(self, name: str, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None, **_: Any) -> Answer:
        """Call a function of the notebook on copies."""
        args, kwargs = copy.deepcopy(list(args)), copy.deepcopy(dict(kwargs or {}))
        return Answer(self.invoke(self.get(name), args, kwargs), args, kwargs, "")

    def invoke(self, function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call it."""
        return function(*args, **kwargs)

    def get(self, name: str, keep: bool = False) -> Any:
        """A variable of the notebook."""
        if name not in self.names:
            raise Undefined(name)
        return self.names[name]


def passes(assignment: str, exercise: str, names: dict[str, Any]) -> None:
    """Run every check of an exercise. Raises what the first one that fails raises."""
    given = {"student": Student(Kernel(names), assignment), "rng": np.random.default_rng(7)}  # type: ignore[arg-type]
    for check in vars(import_module(f"autograder.graders.grade_{assignment}")).values():
        marks = getattr(check, "pytestmark", [])
        if any(mark.name == "item" and mark.kwargs["name"] == exercise for mark in marks):
            check(**{name: given[name] for name in inspect.signature(check).parameters})
