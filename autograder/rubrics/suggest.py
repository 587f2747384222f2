"""What is suggested to the person who grades an answer: for each criterion what it is most like, and what is odd.

A suggestion is never a score. It names its evidence, so that the person sees at a glance whether it is worth anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from autograder.rubrics.likeness import Corpus, sentences
from autograder.rubrics.model import Criterion, Exemplar, Misconception, Rubric
from autograder.rubrics.signs import signs

MOST_READ = 4_000  # characters of an answer, so that a huge one costs no more than a long one
MOST_SENTENCES = 40
ALIKE = 0.15  # below this, two texts share words that any two answers to the question share
CLEARLY = 0.05
NEAR = 0.35  # a sentence this like one of the rubric's says the same or its opposite

Leaning = Literal["met", "not met", "open"]


@dataclass(frozen=True)
class Suggestion:
    """One criterion: which way the words lean, and the nearest exemplar, with its likeness."""

    criterion: Criterion
    leaning: Leaning
    nearest: Exemplar
    likeness: float


@dataclass(frozen=True)
class Reading:
    """What the machine makes of one answer. ``misconception`` comes with its likeness and the sentence it is like."""

    suggestions: tuple[Suggestion, ...]
    misconception: tuple[Misconception, float, str] | None
    signs: tuple[str, ...]


def read(rubric: Rubric, question: str, answer: str) -> Reading:
    """Read an answer. Bounded in time whatever the answer, and the same for the same texts."""
    model = _model(rubric, question)
    looked_at = answer[:MOST_READ]
    aligned = [model.align(part) for part in sentences(looked_at)[:MOST_SENTENCES]]
    odd = signs(looked_at, question, [(near.mine, near.theirs) for near in aligned if near.likeness >= NEAR])
    if len(answer) > MOST_READ:
        odd.append(f"Only the first {MOST_READ:,} of {len(answer):,} characters were compared.")
    alike = model.whole.compare(looked_at)
    suggestions = tuple(_suggest(rubric, criterion, alike, trusted=not odd) for criterion in rubric.criteria)
    wrong = [near for near in aligned if near.owner < len(rubric.misconceptions) and near.likeness >= ALIKE]
    worst = max(wrong, key=lambda near: near.likeness, default=None)
    misconception = (rubric.misconceptions[worst.owner], worst.likeness, worst.mine) if worst else None
    return Reading(suggestions, misconception, tuple(odd))


def _suggest(rubric: Rubric, criterion: Criterion, alike: list[float], *, trusted: bool) -> Suggestion:
    """Lean to the side of the nearest exemplar. A misconception speaks against every criterion."""
    count = len(rubric.exemplars)
    best = {True: (0.0, rubric.exemplars[0]), False: (0.0, rubric.exemplars[0])}
    for exemplar, likeness in zip(rubric.exemplars, alike[:count], strict=True):
        side = criterion.name in exemplar.meets
        if likeness >= best[side][0]:
            best[side] = likeness, exemplar
    likeness, nearest = max(best.values(), key=lambda found: found[0])
    against = max(best[False][0], *alike[count : count + len(rubric.misconceptions)])
    lead = best[True][0] - against
    leaning: Leaning = "open"
    if trusted and likeness >= ALIKE and abs(lead) >= CLEARLY:
        leaning = "met" if lead > 0 else "not met"
    return Suggestion(criterion, leaning, nearest, likeness)


@dataclass(frozen=True)
class _Near:
    """A sentence of an answer and the one of the rubric that is most like it. Misconceptions own the first."""

    mine: str
    theirs: str
    likeness: float
    owner: int


class _Model:
    """A rubric and its question, ready to compare with."""

    def __init__(self, rubric: Rubric, question: str) -> None:
        examples = [misconception.example for misconception in rubric.misconceptions]
        texts = [exemplar.text for exemplar in rubric.exemplars]
        self.whole = Corpus([*texts, *examples, question])
        self.parts = [(part, owner) for owner, text in enumerate([*examples, *texts]) for part in sentences(text)]
        self.sentences = Corpus([part for part, _ in self.parts])

    def align(self, part: str) -> _Near:
        """Find what a sentence is most like."""
        alike = self.sentences.compare(part)
        place = max(range(len(alike)), key=alike.__getitem__)
        return _Near(part, self.parts[place][0], alike[place], self.parts[place][1])


@lru_cache(maxsize=64)
def _model(rubric: Rubric, question: str) -> _Model:
    return _Model(rubric, question)
