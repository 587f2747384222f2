"""How much two texts are alike in their words: the cosine of weighted counts of words, pairs of words and letters.

A measure of words, not of meaning: "shares weights" and "does not share weights" are nearly the same to it. It finds
what a person may want to compare with, and no score depends on it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt

LETTERS = 4
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_END = re.compile(r"(?<=[.!?;:])\s+|\n+")


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def sentences(text: str) -> list[str]:
    """A text cut where a sentence or a clause seems to end."""
    return [part for part in map(str.strip, _END.split(text)) if len(part) > 2]


def features(text: str) -> Iterator[str]:
    """What is counted: words, pairs of neighbours, and runs of letters, which forgive an ending or a slip."""
    found = words(text)
    yield from found
    yield from map(" ".join, pairwise(found))
    for word in found:
        yield from _runs(word)


@lru_cache(maxsize=20_000)
def _runs(word: str) -> tuple[str, ...]:
    framed = f"_{word}_"
    return tuple(framed[start : start + LETTERS] for start in range(len(framed) - LETTERS + 1))


class Corpus:
    """Texts to compare with. A feature counts for more the fewer of them have it."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        counts = [Counter(features(text)) for text in texts]
        found_in = Counter(feature for count in counts for feature in count)
        self.worth = {feature: 1 + log((1 + self.size) / (1 + times)) for feature, times in found_in.items()}
        self.unseen = 1 + log(1 + self.size)
        self.places: dict[str, list[tuple[int, float]]] = {}
        for place, count in enumerate(counts):
            weights, length = self._weigh(count)
            for feature, weight in weights.items():
                self.places.setdefault(feature, []).append((place, weight / length))

    def compare(self, text: str) -> list[float]:
        """The likeness of a text to each of them: 1 for the same words in the same order, 0 for none in common."""
        alike = [0.0] * self.size
        weights, length = self._weigh(Counter(features(text)))
        for feature, weight in weights.items():
            for place, other in self.places.get(feature, ()):
                alike[place] += weight / length * other
        return alike

    def _weigh(self, count: Counter[str]) -> tuple[dict[str, float], float]:
        worth, unseen = self.worth, self.unseen
        weights = {feature: (1 + log(times)) * worth.get(feature, unseen) for feature, times in count.items()}
        return weights, sqrt(sum(weight * weight for weight in weights.values())) or 1.0
