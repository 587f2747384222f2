"""Answers to the questions that are run or compared: right ones accepted, wrong ones told why, nonsense withstood."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from autograder.audit.answers import ANSWERS, bank, model_answers, nonsense, questions
from autograder.exercises import Exercise, of_assignment
from autograder.references import by_keras

from .answer_bank import share_earned, verdicts

LAYERS = ("dense", "conv2d", "lstm", "attention")
ASSIGNMENTS = (*LAYERS, "inductive_bias")
SECRETS = range(5)
ASKED = [pytest.param(layer, each, id=f"{layer}-{each.name}") for layer in ASSIGNMENTS for each in questions(layer)]
CONSTRUCTED = [each for each in ASKED if each.values[1].kind == "construct"]
CHOSEN = [each for each in ASKED if each.values[1].kind == "choose"]
OF_OWN_TABLE = {"first_somewhere", "widest_spread"}
"""What is right depends on what the student has measured."""


@pytest.mark.parametrize("layer", ASSIGNMENTS)
def test_there_is_enough_of_every_kind(layer: str) -> None:
    kinds = Counter(exercise.kind for exercise in of_assignment(layer))
    assert kinds["construct"] >= 8 and kinds["predict"] >= 10 and kinds["choose"] >= 8


@pytest.mark.parametrize("layer", ASSIGNMENTS)
def test_every_file_of_answers_belongs_to_a_question(layer: str) -> None:
    constructed = {exercise.name for exercise in of_assignment(layer) if exercise.kind == "construct"}
    assert {path.stem for path in (ANSWERS / layer).glob("*.py")} == constructed


@pytest.mark.parametrize(("layer", "exercise"), ASKED)
def test_the_model_answer_is_right_for_every_secret(layer: str, exercise: Exercise) -> None:
    found = verdicts(layer, exercise.name, model_answers(layer)[exercise.defines], SECRETS)
    assert found and [verdict for verdict in found if not verdict.passed] == []


@pytest.mark.parametrize(("layer", "exercise"), CONSTRUCTED)
def test_right_constructions_are_accepted_for_every_secret(layer: str, exercise: Exercise) -> None:
    right, _ = bank(layer, exercise.name)
    assert len(right) >= 2
    for name, answer in right.items():
        found = verdicts(layer, exercise.name, answer, SECRETS)
        assert [verdict for verdict in found if not verdict.passed] == [], name


@pytest.mark.parametrize(("layer", "exercise"), CONSTRUCTED)
def test_wrong_constructions_are_refused_and_told_why_for_every_secret(layer: str, exercise: Exercise) -> None:
    _, wrong = bank(layer, exercise.name)
    assert len(wrong) >= 4
    for name, (words, answer) in wrong.items():
        for secret in SECRETS:
            found = verdicts(layer, exercise.name, answer, range(secret, secret + 1))
            assert words and not any(verdict.ours for verdict in found), (name, found)
            assert any(not verdict.passed and words in verdict.message for verdict in found), (name, found)


@pytest.mark.parametrize(("layer", "exercise"), [each for each in CONSTRUCTED if each.values[0] in LAYERS])
def test_keras_decides_as_the_formula_does(layer: str, exercise: Exercise) -> None:
    right, wrong = bank(layer, exercise.name)
    for answer in [*right.values(), *(answer for _, answer in wrong.values())]:
        by_formula = verdicts(layer, exercise.name, answer, range(99, 100))
        with by_keras():
            assert verdicts(layer, exercise.name, answer, range(99, 100)) == by_formula


@pytest.mark.parametrize(("layer", "exercise"), ASKED)
def test_nonsense_is_refused_and_never_our_fault(layer: str, exercise: Exercise) -> None:
    for name, answer in nonsense(exercise):
        found = verdicts(layer, exercise.name, answer)
        assert found and not any(verdict.ours or verdict.passed for verdict in found), (name, found)


@pytest.mark.parametrize(("layer", "exercise"), CHOSEN)
def test_every_distractor_has_feedback_of_its_own(layer: str, exercise: Exercise) -> None:
    right = model_answers(layer)[exercise.defines]
    assert exercise.form is not None
    hints = []
    for letter in sorted(set(exercise.form.options) - set(right)):
        [verdict] = verdicts(layer, exercise.name, {letter} if isinstance(right, set) else letter)
        assert not verdict.passed
        hints.append(verdict.hint)
    assert all(hints) and len(set(hints)) == len(hints)


def choices(layer: str, form: str) -> list[tuple[str, Exercise]]:
    """Those of all notebooks, Keras or not: one letter (``option``) or several (``options``)."""
    asked = [each for each in of_assignment(layer) if each.kind == "choose" and each.name not in OF_OWN_TABLE]
    return [(layer, each) for each in asked if each.form is not None and each.form.name == form]


@pytest.mark.parametrize("layer", ASSIGNMENTS)
def test_no_set_of_letters_is_a_good_answer_to_everything(layer: str) -> None:
    asked = choices(layer, "options")
    sets = [set(letters) for size in range(1, 7) for letters in combinations("abcdef", size)]
    earned = {"".join(sorted(letters)): share_earned(asked, letters) for letters in sets}
    assert len(asked) >= 4 and any(earned.values())
    assert {letters: share for letters, share in earned.items() if share > 1 / 3 + 1e-9} == {}


@pytest.mark.parametrize("layers", [("attention",), ("inductive_bias",), ASSIGNMENTS], ids="-".join)
def test_no_letter_is_a_good_answer_to_everything(layers: tuple[str, ...]) -> None:
    asked = [each for layer in layers for each in choices(layer, "option")]
    earned = {letter: share_earned(asked, letter) for letter in "abcd"}
    assert len(asked) >= 4 and sum(earned.values()) == pytest.approx(1)
    assert max(earned.values()) <= 0.45
