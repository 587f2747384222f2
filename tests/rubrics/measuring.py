"""How far suggestions can be trusted: on the exemplars, each left out in turn, and on answers made to deceive.

Attacks are made of the model answers in the notebooks, which are right and in no rubric. "By the words" is what a
machine would score that looked at likeness alone; "suggested" is what is left where odd signs silence it.
Type ``python -m tests.rubrics`` for the tables of docs/reasoning/explain.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from autograder.compose import read_notebook
from autograder.rubrics import Rubric, load, read
from autograder.rubrics.likeness import sentences, words
from autograder.rubrics.signs import ENGLISH
from autograder.rubrics.suggest import ALIKE

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENTS = ("dense", "conv2d", "lstm", "attention", "inductive_bias")


@dataclass(frozen=True)
class Asked:
    """One question to explain: its rubric, its words, and the model answer."""

    name: str
    rubric: Rubric
    question: str
    answer: str
    points: float


def asked() -> Iterator[Asked]:
    """Every question of the kit that a person grades and that has a rubric."""
    for assignment in ASSIGNMENTS:
        rubrics, question = load(ROOT, assignment), ""
        for path in sorted((ROOT / "source" / assignment).glob("*.ipynb")):
            for cell in read_notebook(path).cells:
                roles = cell.metadata.get("nbgrader", {})
                if cell.cell_type != "markdown":
                    continue
                if not (roles.get("grade") and roles.get("solution")):
                    question = cell.source
                elif roles["grade_id"] in rubrics:
                    answer = re.sub(r"^### (BEGIN|END) SOLUTION$", "", cell.source, flags=re.MULTILINE).strip()
                    yield Asked(roles["grade_id"], rubrics[roles["grade_id"]], question, answer, float(roles["points"]))


def negated(answer: str) -> str:
    """Turn every sentence round that has a verb to do it with."""
    verbs = r"\b(is|are|was|can|may|must|need|would|does|do|has|have|makes?|gives?|gets?|knows?|takes?|needs?)\b"
    return " ".join(re.sub(verbs, r"\1 not", part, count=1) for part in sentences(answer))


def stuffed(answer: str) -> str:
    """All the words that carry the meaning, and no sentence."""
    return " ".join(word for word in words(answer) if word not in ENGLISH)


def swapped(answer: str) -> str:
    """Let the two things that the answer speaks of most change their roles."""
    counted = Counter(word for word in words(answer) if len(word) > 4 and word not in ENGLISH)
    one, other = (word for word, _ in counted.most_common(2))
    roles = {one: other, other: one}
    return re.sub(r"\w+", lambda word: roles.get(word[0].lower(), word[0]), answer)


def changed(answer: str) -> str:
    """Take the word that carries most out of the middle of each sentence, and put its opposite in."""
    return " ".join(re.sub(r"\b(\w{6,})\b", r"un\1", part, count=1) for part in sentences(answer))


ATTACKS: dict[str, Callable[[Asked], str]] = {
    "right: the model answer": lambda each: each.answer,
    "every sentence negated": lambda each: negated(each.answer),
    "a list of its keywords": lambda each: stuffed(each.answer),
    "its two main words swapped": lambda each: swapped(each.answer),
    "a word turned round in each sentence": lambda each: changed(each.answer),
    "with script put in": lambda each: f"{each.answer}\n\n<script>alert(1)</script>",
    "with zero-width characters": lambda each: each.answer.replace(" t", " \u200bt"),
    "the question, copied": lambda each: each.question,
    "the model answer to the next question": lambda each: _next(each).answer,
}


def _next(each: Asked) -> Asked:
    everything = list(asked())
    return everything[(everything.index(each) + 1) % len(everything)]


def exemplars() -> Counter[tuple[bool, str]]:
    """Leave each exemplar out and read it: how often each suggestion was made, by whether the criterion is met."""
    found: Counter[tuple[bool, str]] = Counter()
    for each in asked():
        for place, exemplar in enumerate(each.rubric.exemplars):
            left: Any = _Rest(each.rubric, place)
            for suggestion in read(left, each.question, exemplar.text).suggestions:
                found[suggestion.criterion.name in exemplar.meets, suggestion.leaning] += 1
    return found


class _Rest(SimpleNamespace):
    """A rubric without one of its exemplars, which may be too few for a rubric of its own."""

    def __init__(self, rubric: Rubric, place: int) -> None:
        rest = rubric.exemplars[:place] + rubric.exemplars[place + 1 :]
        super().__init__(criteria=rubric.criteria, exemplars=rest, misconceptions=rubric.misconceptions)

    __hash__ = object.__hash__


def attacks() -> dict[str, tuple[int, int, int]]:
    """Per attack: criteria in all, taken for met by the words alone, and still suggested as met."""
    table = {}
    for name, attack in ATTACKS.items():
        made = [one for each in asked() for one in read(each.rubric, each.question, attack(each)).suggestions]
        by_words = sum(one.evidence is not None and one.evidence.likeness >= ALIKE for one in made)
        table[name] = len(made), by_words, sum(one.leaning == "met" for one in made)
    return table


def tables() -> str:
    """Both tables, as they stand in the documentation."""
    found, truth = exemplars(), {True: "met", False: "not met"}
    lines = ["| the criterion is | suggested: met | not met | no suggestion |", "|---|---|---|---|"]
    lines += [f"| {truth[t]} | {found[t, 'met']} | {found[t, 'not met']} | {found[t, 'open']} |" for t in truth]
    lines += ["", "| answer | criteria | met by the words | suggested as met | scored |", "|---|---|---|---|---|"]
    lines += [f"| {name} | {count} | {by_words} | {left} | 0 |" for name, (count, by_words, left) in attacks().items()]
    return "\n".join(lines)
