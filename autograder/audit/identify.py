"""`identify` audited: whom the model answer takes for whom, and what answers earn that do not look.

    python -m autograder audit inductive_bias

draws the secret boxes of one course after another, as grading does, asks the model answer of ``source/`` about each,
and has the same answers that grading would have marked by the same rule. Then it does so with answers that cost no
thought: a guess, one answer for all, and the best that can be read off the shapes, off the answer to zeros, or off one
single probe. "The best" means what earns most on as many boxes of other courses that look alike.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import cycle
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from autograder.audit.answers import model_answers
from autograder.audit.asking import generator
from autograder.exercises.inductive_bias import FAMILIES
from autograder.graders.box_facts import FACTS
from autograder.graders.box_grading import GROUPS, Asked, Group, details_of, family_of, score
from autograder.graders.boxes import Box, Generator, Lent
from autograder.graders.direct import checks_of

LAYER = "inductive_bias"
OTHERS = 1_000_000  # secrets from here on are only learnt from
Answer = Mapping[str, Any]
Strategy = Callable[[Box, Generator], Answer]


class Outcome(NamedTuple):
    """What one way of answering comes to: shares of boxes, and scores of 0 to 1, one for each course secret."""

    name: str
    family: float
    exact: float
    scores: list[float]


def courses(first: int, boxes: int) -> Iterator[list[tuple[str, Group]]]:
    """The groups of one course secret after another, until that many boxes are drawn."""
    secret = first
    while boxes > 0:
        groups = [(name, draw(generator(LAYER, f"test_identify_{name}", secret))) for name, draw in GROUPS.items()]
        yield groups
        boxes -= sum(len(group.targets) + len(group.others) for _, group in groups)
        secret += 1


def weights() -> dict[str, float]:
    """Each group's share of the points."""
    found = {}
    for check in checks_of(LAYER, "identify"):
        [mark] = [mark for mark in check.pytestmark if mark.name == "item"]  # type: ignore[attr-defined]
        found[check.__name__.removeprefix("test_identify_")] = float(mark.kwargs["weight"])
    return {name: weight / sum(found.values()) for name, weight in found.items()}


def outcome(name: str, strategy: Strategy, drawn: Sequence[list[tuple[str, Group]]]) -> tuple[Outcome, list[Asked]]:
    """Mark a way of answering, as grading does; also gives every answer."""
    shares, rng, order = weights(), np.random.default_rng(0), np.random.default_rng(1)
    every, scores = [], []
    for groups in drawn:
        reached = 0.0
        for title, group in groups:
            boxes = [*group.targets, *group.others]
            answers = [Asked(boxes[place], strategy(boxes[place], rng)) for place in order.permutation(len(boxes))]
            reached += shares[title] * score(group, answers).credit
            every += answers
        scores.append(reached)
    right = [each for each in every if family_of(each.said) == each.box.family]
    exact = sum(details_of(each.said, each.box) for each in right)
    return Outcome(name, len(right) / len(every), exact / len(every), scores), every


# -- answers that cost no thought -------------------------------------------------------------------------------------


def described(box: Box) -> Answer:
    """The right answer."""
    return {"family": box.family, **box.details}


def by(look: Callable[[Box], Hashable], known: Sequence[tuple[str, Group]]) -> Strategy:
    """Answer with what earns most among the known boxes that look like this one.

    The credit of a group is linear in the answers but for its floor, so the best family can be chosen look by look:
    the one whose share of boxes found, less its share of others, is largest. Of its details the commonest are taken.
    """
    shares = weights()
    gains: dict[Hashable, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    details: dict[tuple[Hashable, str], Counter[str]] = defaultdict(Counter)
    for title, group in known:
        for box in group.targets:
            gains[look(box)][box.family] += shares[title] / len(group.targets)
            details[look(box), box.family][json.dumps(described(box))] += 1
        for box in group.others:
            for family in group.families:
                gains[look(box)][family] -= shares[title] / len(group.others)

    def best(looks: Hashable) -> Answer:
        for family in sorted(gains[looks], key=gains[looks].__getitem__, reverse=True):
            if (looks, family) in details:
                answer: Answer = json.loads(details[looks, family].most_common(1)[0][0])
                return answer
        return {"family": "dense"}

    chosen = {looks: best(looks) for looks in list(gains)}
    return lambda box, rng: chosen.get(look(box), {"family": "dense"})


def guess(known: Sequence[Box]) -> Strategy:
    """Answer as for any of the known boxes, whatever this one is."""
    return lambda box, rng: described(known[int(rng.integers(len(known)))])


def in_turn(known: Sequence[Box]) -> Strategy:
    """Answer as for the boxes of another course, in the order in which they are drawn."""
    turn = cycle(known)
    return lambda box, rng: described(next(turn))


def shapes(box: Box) -> Hashable:
    """What the shapes of inputs and outputs tell, sizes compared but not known."""
    before, after = box.input_shape, zeros(box).shape[1:]
    same = len(before) == len(after) and before[:-1] == after[:-1]
    return len(before), len(after), same, before[-1] == after[-1]


def answer_to_zeros(box: Box) -> Hashable:
    """What can be told from the outputs for zeros: the shapes, whether all places are alike, whether all is zero."""
    output = zeros(box)[0]
    alike = output.ndim > 1 and bool(np.allclose(output, output.reshape(-1, output.shape[-1])[0]))
    return shapes(box), alike, bool(np.allclose(output, 0))


def zeros(box: Box) -> np.ndarray[Any, Any]:
    """The output for zeros."""
    return box(np.zeros((1, *box.input_shape)))


def one_probe(name: str) -> Callable[[Box], Hashable]:
    """What one probe says, an array in a few words; None where it is not for boxes of this kind."""

    def look(box: Box) -> Hashable:
        sequence = len(box.input_shape) == 2
        if name == "inputs_seen":
            seen = FACTS[name](box)
            return sequence, "all" if seen.all() else min(int(seen.sum()), 2), bool(seen.flat[0])
        if name == "is_additive":
            return (bool(FACTS[name](box)),)
        if sequence == (name == "shift_step"):
            return sequence, None
        return sequence, FACTS[name](box)

    return look


def strategies(known: Sequence[tuple[str, Group]]) -> dict[str, Strategy]:
    """Every way of answering without thought, by name."""
    boxes = [box for _, group in known for box in (*group.targets, *group.others)]
    commonest = Counter(json.dumps(described(box)) for box in boxes).most_common(1)[0][0]
    made: dict[str, Strategy] = {
        "a blind guess": guess(boxes),
        "by counting the boxes": in_turn(boxes),
        "always the commonest answer": lambda box, rng: json.loads(commonest),
        "by the number of input axes": by(lambda box: len(box.input_shape), known),
        "by all shapes": by(shapes, known),
        "by the answer to zeros": by(answer_to_zeros, known),
    }
    return made | {f"by `{name}` alone": by(one_probe(name), known) for name in FACTS}


# -- the audit --------------------------------------------------------------------------------------------------------


def audit(boxes: int, step: Callable[[], None] = lambda: None) -> tuple[list[Outcome], list[Asked], int]:
    """Every outcome, the model answer's first; all that the model answer said; and its most calls of one box."""
    identify, most = model_answers(LAYER)["identify"], 0

    def model(box: Box, rng: Generator) -> Answer:
        nonlocal most
        lent = Lent(box)
        said: Answer = identify(lent, box.input_shape)
        most = max(most, lent.calls)
        step()
        return said

    drawn = list(courses(0, boxes))
    known = [named for groups in courses(OTHERS, boxes) for named in groups]
    first, said = outcome("the model answer", model, drawn)
    return [first, *(outcome(name, way, drawn)[0] for name, way in strategies(known).items())], said, most


def show(say: Console, outcomes: Sequence[Outcome], said: Sequence[Asked], most: int) -> bool:
    """Print what came out; gives whether the model answer is right about every box."""
    made = Table(title=f"The model answer on {len(said)} secret boxes, {most} calls at most", title_justify="left")
    made.add_column("is, taken for →")
    for name in (*FAMILIES, "nothing"):
        made.add_column(name, justify="right")
    counts = Counter((each.box.family, family_of(each.said)) for each in said)
    for family in FAMILIES:
        made.add_row(family, *(str(counts[family, taken] or "·") for taken in (*FAMILIES, None)))
    say.print(made)
    table = Table(
        title=f"What answers earn; course secrets: {len(outcomes[0].scores)}, for all the boxes", title_justify="left"
    )
    for heading in ("answer", "family right", "all right", "points", "at most"):
        table.add_column(heading, justify="left" if heading == "answer" else "right")
    for each in outcomes:
        share = [each.family, each.exact, float(np.mean(each.scores)), max(each.scores)]
        table.add_row(each.name, *(f"{100 * value:.1f} %" for value in share))
    say.print(table)
    return outcomes[0].exact == 1
