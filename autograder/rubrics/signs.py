"""Signs that a machine's reading of an answer is not to be trusted: each is a sentence for the person who grades."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from autograder.rubrics.likeness import words

FEW_WORDS = 8
# Words without which nobody writes English sentences, and the same for languages that students may fall back on.
_ENGLISH = (
    "a about all also an and any are as at be because been but by can do does each every for from has have if in into "
    "is it its more no not of on one only or other same so than that the their them then there these they this to was "
    "we when where which while will with would you"
)
_OTHERS = (
    "aber als auch auf aus bei das dem den der des die ein eine einen einer es für hat ich ist kann mit nicht nur oder "
    "sich sie sind über und von weil wenn werden wird wie zu zum zur le la les des du un une et est sont que qui dans "
    "pour pas avec sur par ne ce cette el los las una y son que en para por con del se lo como il di che non per sono "
    "della nel"
)
_NEGATIONS = (
    "no not never none nothing neither nor nobody nowhere without cannot hardly false wrong untrue isn't aren't wasn't "
    "doesn't don't didn't can't couldn't won't wouldn't shouldn't hasn't haven't"
)
ENGLISH, OTHERS, NEGATIONS = (frozenset(listed.split()) for listed in (_ENGLISH, _OTHERS, _NEGATIONS))
_MARKUP = re.compile(r"<\s*[a-z/!?]|&#?\w+;|javascript\s*:|\bon[a-z]+\s*=|\]\s*\(\s*(?:javascript|data)", re.IGNORECASE)
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
_INVISIBLE = ("Cf", "Co", "Cn")


def turned(mine: str, theirs: str) -> list[str]:
    """The words that negate in one of two sentences and not in the other."""
    one, other = _negations(mine), _negations(theirs)
    return sorted((one - other) + (other - one)) if one.total() != other.total() else []


def _negations(text: str) -> Counter[str]:
    return Counter(word for word in words(text.replace("’", "'")) if word in NEGATIONS or word.endswith("n't"))


def signs(answer: str, question: str, nearest: Sequence[tuple[str, str]]) -> list[str]:
    """Say what is odd about an answer. ``nearest``: its sentences, each with that of the rubric most like it."""
    return [*_form(answer), *_content(answer, question), *_against(nearest)]


def _form(answer: str) -> Iterator[str]:
    if _MARKUP.search(answer):
        yield "It holds HTML or script, which is shown as text."
    if answer.isascii():
        return
    if any(unicodedata.category(character) in _INVISIBLE for character in answer):
        yield "It holds invisible characters."
    if any(len(_alphabets(word)) > 1 for word in set(words(answer)) if not word.isascii()):
        yield "Letters of several alphabets are mixed within a word."


def _alphabets(word: str) -> set[str]:
    if len(word) < 3:
        return set()
    names = (unicodedata.name(character, "").partition(" ")[0] for character in word if character.isalpha())
    return {name for name in names if name in _ALPHABETS}


def _content(answer: str, question: str) -> Iterator[str]:
    found = words(answer)
    if len(found) < FEW_WORDS:
        yield f"It has {len(found)} words only."
    letters = [] if answer.isascii() else [character for character in answer if character.isalpha()]
    foreign = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    english = sum(word in ENGLISH for word in found)
    if foreign > len(letters) / 3 or sum(word in OTHERS for word in found) > max(english, 2):
        yield "It does not seem to be in English; the exemplars are."
    elif len(found) >= FEW_WORDS and english < 0.2 * len(found):
        yield "It reads like a list of keywords: hardly a word joins the others to sentences."
    if found and _copied(found, words(question)) > 0.4:
        yield "Much of it is copied from the question."


def _copied(answer: list[str], question: list[str], run: int = 4) -> float:
    """The share of an answer's runs of words that are in the question too."""
    asked = {tuple(question[i : i + run]) for i in range(len(question) - run + 1)}
    runs = [tuple(answer[i : i + run]) for i in range(len(answer) - run + 1)]
    return sum(each in asked for each in runs) / len(runs) if runs else 0.0


def _against(nearest: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What sets sentences apart from those of the rubric that are nearly the same, and may turn their meaning round."""
    changed = reordered = 0
    for mine, theirs in nearest:
        ours, others = words(mine), words(theirs)
        if len(ours) < FEW_WORDS or ours == others:
            continue
        if Counter(ours) == Counter(others):
            reordered += 1
        elif SequenceMatcher(None, ours, others, autojunk=False).ratio() > 0.85:
            changed += 1
    if changed:
        yield "A sentence of the rubric with a word or two changed."
    if reordered:
        yield "A sentence of the rubric with its words in another order."
