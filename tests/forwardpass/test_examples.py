"""The functions that questions ask for: each is called on its example, and the model answer has the right form."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.exercises import of_assignment
from autograder.exercises.model import Exercise
from autograder.nbgrader_bridge.probes import write_probes
from autograder.references import expected
from forwardpass import CheckFailed, check, probe_files

SOURCE = Path(__file__).parents[2] / "source"
FUNCTIONS = {
    each.name: (layer, each)
    for layer in ("dense", "conv2d", "lstm", "attention", "inductive_bias")
    for each in of_assignment(layer)
    if each.form is not None and each.form.name == "function"
}


@pytest.fixture(autouse=True)
def probes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Probes of the functions alone, freshly written."""
    for layer in {layer for layer, _ in FUNCTIONS.values()}:
        write_probes(tmp_path, layer, [each for of, each in FUNCTIONS.values() if of == layer], expected)
    monkeypatch.setattr(probe_files, "FOLDER", tmp_path)
    yield
    probe_files.forget()


def model_answer(layer: str, exercise: Exercise) -> Any:
    notebook = json.loads((SOURCE / layer / f"{exercise.notebook}.ipynb").read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    answers = [cell for cell in cells if cell.startswith("def ") and "### BEGIN SOLUTION" in cell]
    (last,) = (number for number, cell in enumerate(answers) if f"def {exercise.defines}(" in cell)
    namespace: dict[str, Any] = {"np": np}
    for source in answers[: last + 1]:  # an answer may build on earlier ones
        exec(source, namespace)
    return namespace[exercise.defines]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_model_answer_has_the_right_form(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    check(name, model_answer(*FUNCTIONS[name]))
    assert "has the right form" in capsys.readouterr().out


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_unwritten_function_gets_no_tick(name: str) -> None:
    with pytest.raises(CheckFailed, match="is missing: not written yet, or without a return"):
        check(name, lambda *arguments: None)
    with pytest.raises(CheckFailed, match="does not take the arguments of the exercise"):
        check(name, lambda: None)
    with pytest.raises(CheckFailed, match=r"has shape|should be a tuple|should be a dict"):
        check(name, lambda *arguments: np.ones((7, 7)))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_parameters_of_the_example_are_those_of_the_notebook(name: str) -> None:
    form = probe_files.load(name).form
    assert form is not None and form.example is not None
    assert list(form.example) == list(inspect.signature(model_answer(*FUNCTIONS[name])).parameters)
