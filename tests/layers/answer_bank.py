"""How answers to questions are judged in tests: by the hidden checks, for one course secret after another."""

from __future__ import annotations

from typing import Any

from autograder.audit.answers import questions
from autograder.audit.asking import Bounded, Verdict, ask
from autograder.graders.direct import checks_of


def verdicts(layer: str, question: str, answer: Any, secrets: range = range(1)) -> list[Verdict]:
    """What every hidden check of the question says of an answer, for every secret."""
    [exercise] = [each for each in questions(layer) if each.name == question]
    session = Bounded({exercise.defines: answer})
    return [ask(check, session, layer, secret) for secret in secrets for check in checks_of(layer, question)]
