"""Models are judged by structure, parameters and outputs: every valid way passes, every mistake gets its name.

Each way is defined and built in a real room of profile keras, and judged by the hidden checks through frames.
"""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from autograder import exercises
from autograder.graders import direct
from autograder.sandbox import Cell, Sandbox, StudentFault

from .keras_mistakes import WRONG
from .keras_ways import FIRST, PRELUDE, RIGHT

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("dense", "conv2d", "lstm", "attention", "inductive_bias")
OF = {exercise.name: layer for layer in LAYERS for exercise in exercises.of_assignment(layer)}
BUILT = [e.name for layer in LAYERS for e in exercises.of_assignment(layer) if e.kind == "keras"]


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox("keras") as found:
        yield found


@pytest.fixture
def judge(sandbox):
    """judge(exercise, source) -> what each check says, "" where it passes; anything but a refusal is raised."""
    with sandbox.open() as room:
        room.run([Cell("prelude", PRELUDE)])

        def said(exercise, source, seed=0):
            (run,) = room.run([Cell("way", f"{source}\n{exercise} = build\n")])
            assert run.fault is None and not any(o["output_type"] == "error" for o in run.outputs), run.outputs
            found = []
            for check in direct.checks_of(OF[exercise], exercise):
                with room.check() as session:
                    try:
                        direct.run(check, session, OF[exercise], np.random.default_rng(seed))
                        found.append("")
                    except AssertionError as refusal:
                        found.append(f"{refusal} {getattr(refusal, 'hint', '')}")
                    except StudentFault as fault:
                        found.append(type(fault).__name__)
            return found

        yield said


def test_every_exercise_that_builds_a_model_is_tried():
    assert sorted(RIGHT) == sorted(WRONG) == sorted(FIRST) == sorted(BUILT)
    assert all(any("subclass" in way for way in ways) for ways in RIGHT.values())


@pytest.mark.parametrize("exercise", BUILT)
def test_valid_ways_pass(judge, exercise):
    refused = {way: said for way, source in RIGHT[exercise].items() if any(said := judge(exercise, source))}
    assert refused == {}


@pytest.mark.parametrize("exercise", BUILT)
def test_mistakes_are_refused_and_named(judge, exercise):
    unnamed = {}
    for way, (words, source) in WRONG[exercise].items():
        said = judge(exercise, source)
        if not any(words in sentence for sentence in said):
            unnamed[way] = said
    assert unnamed == {}


IMPOSTOR = """
class Odd:
    layers = ()

    def __init__(self, gives, shape, weights):
        self.model, self.gives, self.weights = plain(), gives, weights
        if shape is not ...:
            self.input_shape = self.output_shape = shape

    def __call__(self, x):
        answer = self.model(x)
        return answer if self.gives is ... else self.gives

    def get_weights(self):
        return self.model.get_weights() if self.weights is ... else self.weights

    def set_weights(self, weights):
        self.model.set_weights(weights)

def build():
    return Odd(*ODD)
"""
ODD = ["None, ..., ...", "'text', ..., ...", "np.nan, ..., ...", "np.full((2, 2), np.nan), ..., ...", "[], ..., ...",
       "{}, ..., ...", "[None] * 3, ..., ...", "['a', 1j, b'b'], ..., ...", "object(), ..., ...", "10**400, ..., ...",
       "np.ones((4, 2), complex), ..., ...", "[np.inf * np.ones((4, 8))] * 3, ..., ...", "np.array(['x']), ..., ...",
       "..., None, ...", "..., 'text', ...", "..., ((), (), ()), ...", "..., {'a': 1}, ...", "..., np.ones(3), ...",
       "..., ..., None", "..., ..., []", "..., ..., [None]", "..., ..., 'text'", "..., ..., [[[1], [2, 3]]]",
       "..., ..., {'a': 1}", "..., ..., [np.ones(3, complex)]", "..., ..., [np.array(1)]"]  # fmt: skip


@pytest.mark.parametrize("exercise", BUILT)
def test_no_impostor_is_taken_for_a_fault_of_ours(judge, exercise):
    """What gives or learns no arrays is refused; nothing that a model says of its shapes ends a check otherwise."""
    judge(exercise, f"{FIRST[exercise]}\nplain = build")
    for odd in ODD[BUILT.index(exercise) % 3 :: 3]:  # each oddity for every third exercise: each takes a room
        said = judge(exercise, f"{IMPOSTOR}\nODD = ({odd})\n")
        assert any(said) or (odd.startswith("..., ") and odd.endswith(", ...")), odd


LOADING = {"load_model", "load_weights", "load_whole_model", "model_from_json", "from_config", "deserialize",
           "deserialize_keras_object", "load_own_variables", "unsafe", "enable_unsafe_deserialization"}  # fmt: skip


def test_no_trusted_module_loads_what_was_saved():
    """A saved Keras model may hold code. Graders ask the sandbox for arrays, and nothing else ever leaves it."""
    seen = 0
    for path in [*ROOT.glob("autograder/**/*.py"), *ROOT.glob("forwardpass/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            names = {getattr(node, "attr", ""), getattr(node, "id", ""), getattr(node, "name", "")}
            assert not names & LOADING, f"{path.name} names {names & LOADING}"
        seen += 1
    assert seen > 100
