"""What is suggested to the person who grades: for each criterion the sentence that may meet it, and what is odd.

Each sentence of the answer is laid beside the sentence of the rubric that is most like it in its words. A suggestion is
never a score. It names its evidence, so that the person sees at a glance whether it is worth anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from autograder.rubrics.likeness import Corpus, sentences
from autograder.rubrics.model import Criterion, Misconception, Rubric
from autograder.rubrics.signs import signs, turned

MOST_READ = 4_000  # characters of an answer, so that a huge one costs no more than a long one
MOST_SENTENCES = 40
# Chosen where suggestions on the exemplars, each left out in turn, were right most often: docs/reasoning/explain.md.
ALIKE, UNLIKE = 0.15, 0.10
NEAR = 0.6  # a sentence this like one of the rubric's says the same, or its opposite

Leaning = Literal["met", "not met", "open"]


@dataclass(frozen=True)
class Near:
    """A sentence of an answer, the sentence of the rubric that is most like it, and what the latter speaks for."""

    mine: str
    theirs: str
    likeness: float
    speaks_for: Criterion | Misconception | None

    @property
    def turned(self) -> list[str]:
        """Negations that one of the two has and the other has not: they may say the opposite of each other."""
        return turned(self.mine, self.theirs)


@dataclass(frozen=True)
class Suggestion:
    """One criterion: which way the words lean, and the evidence; None where no sentence speaks for it."""

    criterion: Criterion
    leaning: Leaning
    evidence: Near | None


@dataclass(frozen=True)
class Reading:
    """What the machine makes of one answer: a suggestion for each criterion, and whatever is odd."""

    suggestions: tuple[Suggestion, ...]
    misconception: Near | None
    signs: tuple[str, ...]


def read(rubric: Rubric, question: str, answer: str) -> Reading:
    """Read an answer. Bounded in time whatever the answer, and the same for the same texts."""
    model = _model(rubric, question)
    looked_at = answer[:MOST_READ]
    aligned = [model.align(part) for part in sentences(looked_at)[:MOST_SENTENCES]]
    odd = signs(looked_at, question, [(near.mine, near.theirs) for near in aligned if near.likeness >= NEAR])
    if len(answer) > MOST_READ:
        odd.append(f"Only the first {MOST_READ:,} of {len(answer):,} characters were compared.")
    suggestions = tuple(
        _suggest(criterion, _best(aligned, criterion), trusted=not odd) for criterion in rubric.criteria
    )
    wrong = max((_best(aligned, each) for each in rubric.misconceptions), key=_likeness)
    return Reading(suggestions, wrong if _likeness(wrong) >= ALIKE else None, tuple(odd))


def _best(aligned: list[Near], thought: Criterion | Misconception) -> Near | None:
    return max((near for near in aligned if near.speaks_for == thought), key=_likeness, default=None)


def _likeness(near: Near | None) -> float:
    return near.likeness if near else 0.0


def _suggest(criterion: Criterion, evidence: Near | None, *, trusted: bool) -> Suggestion:
    leaning: Leaning = "open"
    if trusted and evidence and evidence.likeness >= ALIKE:
        leaning = "open" if evidence.turned else "met"
    elif trusted and _likeness(evidence) < UNLIKE:
        leaning = "not met"
    return Suggestion(criterion, leaning, evidence)


class _Model:
    """The sentences of a rubric and its question, and what each of them speaks for."""

    def __init__(self, rubric: Rubric, question: str) -> None:
        criteria = {criterion.name: criterion for criterion in rubric.criteria}
        written = [(part, each.meets) for each in rubric.exemplars for part in sentences(each.text)]
        wrong = [(part, each) for each in rubric.misconceptions for part in sentences(each.example)]
        asked = [criterion.text for criterion in rubric.criteria]
        self.parts = [*(part for part, _ in written), *asked, *(part for part, _ in wrong), *sentences(question)]
        self.corpus = Corpus(self.parts)
        self.speaks_for: list[Criterion | Misconception | None] = [
            *(criteria.get(self._criterion(part, meets, written, list(criteria))) for part, meets in written),
            *rubric.criteria,
            *(each for _, each in wrong),
        ]
        self.speaks_for += [None] * (len(self.parts) - len(self.speaks_for))

    def _criterion(
        self, part: str, meets: tuple[str, ...], written: list[tuple[str, tuple[str, ...]]], names: list[str]
    ) -> str:
        """Name the criterion of a sentence from an exemplar: that of the most similar text which is about one alone."""
        if len(meets) < 2:
            return "".join(meets)
        alike = self.corpus.compare(part)
        about = {name: alike[len(written) + names.index(name)] for name in meets}
        for place, (_, other) in enumerate(written):
            if len(other) == 1 and other[0] in about:
                about[other[0]] = max(about[other[0]], alike[place])
        return max(about, key=about.__getitem__)

    def align(self, part: str) -> Near:
        """Find what a sentence is most like."""
        alike = self.corpus.compare(part)
        place = max(range(len(alike)), key=alike.__getitem__)
        return Near(part, self.parts[place], alike[place], self.speaks_for[place])


@lru_cache(maxsize=64)
def _model(rubric: Rubric, question: str) -> _Model:
    return _Model(rubric, question)
