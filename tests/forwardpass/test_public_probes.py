"""The probes that students get: right answers pass, and a known mistake gets its own hint or none."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

import numpy as np
import pytest

from autograder.misconceptions import Mistake
from forwardpass import CheckFailed, check
from forwardpass.matching import begins
from forwardpass.probe_files import load, names

LAYERS = ("dense", "conv2d", "lstm", "attention")
ASSIGNMENTS = (*LAYERS, "inductive_bias")


def exercises(layer: str) -> Any:
    return importlib.import_module(f"autograder.exercises.{layer}").EXERCISES


def mistakes(layer: str) -> tuple[Mistake, ...]:
    found: tuple[Mistake, ...] = importlib.import_module(f"autograder.misconceptions.{layer}").MISTAKES
    return found


def hint_for(mistake: Mistake) -> str | None:
    """What a student with this mistake reads as hint, None where nothing is found wrong or an exception says enough."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            check(mistake.stub, mistake.function)
        except CheckFailed as failed:
            return str(failed).partition("hint: ")[2]
        except Exception as error:
            return next((note.removeprefix("Hint: ") for note in error.__notes__ if note.startswith("Hint: ")), None)
    return None


@pytest.mark.parametrize("layer", ASSIGNMENTS)
def test_every_exercise_has_its_probes(layer: str) -> None:
    for exercise in exercises(layer):
        probed = load(exercise.name)
        assert (probed.layer, probed.kind, probed.answer) == (layer, exercise.kind, exercise.defines)
        assert len(probed.probes) == len(exercise.cases)
        assert bool(probed.probes) is (exercise.kind == "stub")


def test_there_are_no_probes_of_anything_else() -> None:
    assert set(names()) == {exercise.name for layer in ASSIGNMENTS for exercise in exercises(layer)}


@pytest.mark.parametrize("layer", LAYERS)
def test_the_float64_formula_passes_every_check(layer: str, capsys: pytest.CaptureFixture[str]) -> None:
    exact = importlib.import_module(f"autograder.references.{layer}").EXACT
    for name, function in exact.items():
        check(name, lambda *args, function=function, **kwargs: function(*args, **kwargs).value)
        assert capsys.readouterr().out.startswith(f"✓ {load(name).answer} agrees with Keras on ")


@pytest.mark.parametrize("layer", LAYERS)
def test_a_known_mistake_gets_its_own_hint_or_its_beginning(layer: str, capsys: pytest.CaptureFixture[str]) -> None:
    hints = {f"{mistake.stub}: {mistake.name}": (hint_for(mistake), mistake.hint) for mistake in mistakes(layer)}
    unfit = {name: got for name, (got, own) in hints.items() if got and not begins(own, got)}
    assert unfit == {}
    silent = [name for name, (got, _) in hints.items() if got == ""]
    assert len(silent) <= len(hints) / 10, silent  # those that share their numbers with another mistake
