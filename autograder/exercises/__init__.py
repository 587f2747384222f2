"""What is asked: one module a layer, data only."""

from __future__ import annotations

from importlib import import_module

from autograder.exercises.model import Case, CaseMaker, Exercise, Form

__all__ = ["Case", "CaseMaker", "Exercise", "Form", "of_assignment"]


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
