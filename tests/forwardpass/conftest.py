"""A layer of four stubs and a question of every form, with probes of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import forwardpass.live
from autograder.exercises.model import Case, Exercise, Form, example
from autograder.misconceptions import Mistake
from autograder.nbgrader_bridge.probes import write_probes
from autograder.references import Expected
from forwardpass import probe_files

U = 2.0**-24


def affine_case(rng: np.random.Generator) -> Case:
    x, w = (rng.normal(size=shape).astype(np.float32) for shape in ((2, 3), (3, 4)))
    return Case("x (2, 3), w (3, 4)", (x, w), {"b": 0.5})


def affine_of_five(rng: np.random.Generator) -> Case:
    x, w = (rng.normal(size=shape).astype(np.float32) for shape in ((5, 3), (3, 2)))
    return Case("x (5, 3), w (3, 2)", (x, w), {"b": 0.25})


def halves_case(rng: np.random.Generator) -> Case:
    return Case("x (3, 4), mask", (rng.normal(size=(3, 4)), np.eye(3, 4, dtype=bool)))


def apply_case(rng: np.random.Generator) -> Case:
    return Case("x (2, 5), activation np.tanh", (rng.normal(size=(2, 5)), np.tanh))


def count_case(rng: np.random.Generator) -> Case:
    return Case("7 by 2", (7, 2))


SPLIT = Form("function", fields={"first": (2, 3), "second": (2, None)}, example=example(x=(4, 3), rows=2))

EXERCISES = (
    Exercise("affine", "stub", "toy", "x @ w + b", 1, 5, cases=(affine_case, affine_of_five)),
    Exercise("halves", "stub", "toy", "Two results", 1, 5, cases=(halves_case,)),
    Exercise("apply", "stub", "toy", "A function handed in", 1, 5, cases=(apply_case,)),
    Exercise("count", "stub", "toy", "A whole number", 1, 5, answer="how_many", cases=(count_case,)),
    Exercise("letter", "choose", "toy", "One letter", 1, 2, form=Form("option", ("a", "b"))),
    Exercise("letters", "choose", "toy", "Some letters", 1, 2, form=Form("options", ("a", "b", "c"))),
    Exercise("whole", "predict", "toy", "A whole number", 1, 2, form=Form("integer")),
    Exercise("split", "construct", "toy", "A function", 1, 2, answer="halve", form=SPLIT),
    Exercise("model", "keras", "toy", "A model", 1, 2, form=Form("model")),
)

VALUES: dict[str, Any] = {
    "affine": lambda x, w, b=0.5: np.float64(x) @ np.float64(w) + b,
    "halves": lambda x, mask=None: (x / 2, np.where(True if mask is None else mask, x / 4, 0)),
    "apply": lambda x, activation: activation(x),
    "count": lambda n, step: n // step,
}


def expected(layer: str, stub: str, case: Case) -> Expected:
    value = VALUES[stub](*case.args, **case.kwargs)
    parts = value if isinstance(value, tuple) else (value,)
    bound = tuple(np.full(np.shape(part), 0 if isinstance(part, int) else 32 * U) for part in parts)
    return Expected(value, bound if isinstance(value, tuple) else bound[0])


def raises(*args: Any, **kwargs: Any) -> Any:
    raise ZeroDivisionError


def on_the_first_only(x: Any, w: Any, b: float) -> Any:
    return x @ w + (b if len(x) == 5 else 0)


MISTAKES = (
    Mistake("bias-missing", "affine", "What is added to every unit?", lambda x, w, b: x @ w),
    Mistake("bias-missing-on-the-first", "affine", "Look at the first input again.", on_the_first_only),
    Mistake("bias-twice", "affine", "Once is enough.", lambda x, w, b: x @ w + 2 * b),
    Mistake("bias-and-b", "affine", "Once is enough.", lambda x, w, b: x @ w + b + b),
    Mistake("bias-squared", "affine", "Is that a square?", lambda x, w, b: x @ w + b**2),
    Mistake("bias-by-itself", "affine", "Is that a product?", lambda x, w, b: x @ w + b * b),
    Mistake("transposed", "affine", "Which axis holds the units?", lambda x, w, b: (x @ w + b).T),
    Mistake("divides-by-zero", "affine", "What is the divisor?", raises),
    Mistake("right-after-all", "affine", "Nobody can see this.", lambda x, w, b: np.float64(x) @ w + b),
    Mistake("halves-swapped", "halves", "Which comes first?", lambda x, mask: (np.where(mask, x / 4, 0), x / 2)),
)


@pytest.fixture
def probes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The toy layer, reachable for ``check`` and for ``live=True``; gives the folder of its probe files."""
    modules, folder = tmp_path / "live", tmp_path / "probes"
    modules.mkdir()
    shutil.copy(Path(__file__).with_name("toy_live.py"), modules / "toy.py")
    monkeypatch.setattr(forwardpass.live, "__path__", [*forwardpass.live.__path__, str(modules)])
    unseen = write_probes(folder, "toy", EXERCISES, expected, MISTAKES)
    assert [mistake.name for mistake in unseen] == ["right-after-all"]
    monkeypatch.setattr(probe_files, "FOLDER", folder)
    yield folder
    probe_files.forget()
