"""What is asked: one module a layer, data only."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from autograder.exercises.model import Case, CaseMaker, Exercise, Form

__all__ = ["Case", "CaseMaker", "Exercise", "Form", "helpers", "notebooks", "of_assignment"]


def of_assignment(assignment: str) -> tuple[Exercise, ...]:
    """The exercises of one assignment. Raises ``LookupError`` where there is no such assignment."""
    if not assignment.isidentifier():
        raise LookupError(f"{assignment!r} is not the name of an assignment")
    try:
        module = import_module(f"{__name__}.{assignment}")
    except ModuleNotFoundError as missing:
        raise LookupError(f"autograder/exercises/{assignment}.py does not exist") from missing
    exercises: tuple[Exercise, ...] = module.EXERCISES
    return exercises


def notebooks(assignment: str) -> tuple[str, ...]:
    """The notebooks of an assignment that ask something, its own first. Raises ``LookupError`` as ``of_assignment``."""
    asking = {exercise.notebook for exercise in of_assignment(assignment)}
    return (assignment, *sorted(asking - {assignment}))


def helpers(assignment: str, stub: str) -> tuple[str, ...]:
    """The stubs that the notebook builds ``stub`` from, as its ``HELPERS`` say; the first is the first to be wrong."""
    if find_spec(f"{__name__}.{assignment}") is None:
        return ()
    built_from: dict[str, tuple[str, ...]] = getattr(import_module(f"{__name__}.{assignment}"), "HELPERS", {})
    return built_from.get(stub, ())
