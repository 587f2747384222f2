"""What is asked: implementations, each with what must become of it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import numpy as np
from nbformat import NotebookNode

from autograder.audit.answers import bank, model_answers, nonsense, questions
from autograder.compose import defined_in, is_solution, read_notebook, without_markers
from autograder.exercises import of_assignment
from autograder.graders.diagnosis import mistakes

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("dense", "conv2d", "lstm", "attention")
BOXES = "inductive_bias"
"""The assignment without layers of its own: answers are asked, and ``autograder.audit.identify``."""
Names = dict[str, Any]
Kind = Literal["right", "keras", "mistake", "wrong", "mutant", "right-answer", "wrong-answer"]
RIGHT: tuple[Kind, ...] = ("right", "keras", "right-answer")
OWN: tuple[Kind, ...] = ("right", "mistake", "wrong", "mutant", "right-answer", "wrong-answer")
"""What an audit asks unless it is told otherwise. Each backend of Keras needs a run of its own."""
DEFINES = (ast.FunctionDef, ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Entry:
    """One implementation: the text of a file, or one function of the bank. Or one answer to a question.

    ``stubs`` are those that it defines, and so those that it is asked for; ``hint`` is what a mistake should be told;
    ``why`` says of a mutant why it cannot be told from what it was made from.
    """

    layer: str
    kind: Kind
    name: str
    stubs: tuple[str, ...]
    text: str = ""
    function: Callable[..., Any] | None = field(default=None, compare=False)
    hint: str = ""
    why: str = ""
    given: Names = field(default_factory=dict, compare=False)
    """An answer, by the name that the notebook gives it."""

    def names(self) -> Names:
        """A notebook with this implementation in it, fresh: it remembers nothing of another secret's run."""
        if self.given:
            return dict(self.given)
        made = notebook(self.layer)
        if self.function is not None:
            made[self.stubs[0]] = self.function
        else:
            exec(compile(self.text, self.name, "exec"), made)
        return made


def notebook(layer: str) -> Names:
    """The names of a notebook whose stubs are all right: the model answers, run anew."""
    names: Names = {"np": np, "__name__": "notebook"}
    for text in cells(layer):
        exec(text, names)
    return names


@cache
def cells(layer: str) -> tuple[str, ...]:
    """What a notebook defines on which a stub may lean: its imports, its functions and its model answers, in order."""
    found = []
    for cell in _code(layer):
        text = without_markers(cell.source)
        if not (is_solution(cell) and defined_in(text) & _stubs(layer)):
            body: list[ast.stmt] = [node for node in ast.parse(_python(text)).body if isinstance(node, DEFINES)]
            text = ast.unparse(ast.Module(body, []))
        found.append(text)
    return tuple(filter(None, found))


@cache
def model_texts(layer: str) -> tuple[str, ...]:
    """The model answers of a layer's stubs, one text per cell."""
    solved = [without_markers(cell.source) for cell in _code(layer) if is_solution(cell)]
    return tuple(text for text in solved if defined_in(text) & _stubs(layer))


def _code(layer: str) -> list[NotebookNode]:
    notebook = read_notebook(ROOT / "source" / layer / f"{layer}.ipynb")
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _python(text: str) -> str:
    return "\n".join("" if line.startswith(("%", "!")) else line for line in text.split("\n"))


def _stubs(layer: str) -> set[str]:
    return {exercise.name for exercise in of_assignment(layer) if exercise.kind == "stub"}


def entries(layer: str, folder: Path | None = None) -> Iterator[Entry]:
    """The implementations of a layer: the kit's own, or with ``folder`` those in ``folder/{correct,wrong}/<layer>``.

    Raises ``ValueError`` for a file that defines no stub of the layer or cannot be read as Python.
    """
    if folder is None and layer in LAYERS:
        stubs = tuple(sorted(_stubs(layer)))
        yield Entry(layer, "right", "the model answer", stubs, "\n\n".join(model_texts(layer)))
    place = folder or ROOT / "tests" / "submissions"
    for kind, named in (("right", "correct"), ("wrong", "wrong")):
        for path in sorted((place / named / layer).glob("*.py")):
            yield _file(layer, kind, path)  # type: ignore[arg-type]
    if folder is None:
        if layer in LAYERS:
            yield from _functions(layer)
        yield from _answers(layer)


def _functions(layer: str) -> Iterator[Entry]:
    for mistake in mistakes(layer):
        yield Entry(layer, "mistake", mistake.name, (mistake.stub,), function=mistake.function, hint=mistake.hint)
    for stub, function in import_module(f"forwardpass.live.{layer}").KERAS.items():
        yield Entry(layer, "keras", "Keras", (stub,), function=function)


def _answers(layer: str) -> Iterator[Entry]:
    for exercise in questions(layer):
        right, wrong = bank(layer, exercise.name)
        right = {"as in the solution": model_answers(layer)[exercise.defines]} | right
        refused = {name: answer for name, (_, answer) in wrong.items()} | dict(nonsense(exercise))
        for name, answer in right.items():
            yield Entry(layer, "right-answer", name, (exercise.name,), given={exercise.defines: answer})
        for name, answer in refused.items():
            yield Entry(layer, "wrong-answer", name, (exercise.name,), given={exercise.defines: answer})


def _file(layer: str, kind: Kind, path: Path) -> Entry:
    text = path.read_text("utf-8")
    stubs = tuple(e.name for e in of_assignment(layer) if e.kind == "stub" and e.name in defined_in(text))
    if not stubs:
        raise ValueError(f"{path} defines no stub of {layer}, or cannot be read as Python")
    return Entry(layer, kind, path.stem, stubs, text)
