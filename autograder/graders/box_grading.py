"""How boxes are asked about and what answers earn: above chance only, so that who does not look gets nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from autograder.exercises.inductive_bias import FAMILIES
from autograder.graders.box_facts import CONVOLUTIONS, DIRECTIONS, FACTS, LAYOUTS
from autograder.graders.boxes import (
    MOST_CALLS,
    Box,
    Generator,
    Lent,
    attention,
    conv2d,
    dense,
    dense_flat,
    image_shape,
    layer_norm,
    lstm,
    pooling,
    sequence_shape,
)
from autograder.graders.judging import Wrong, credit
from autograder.graders.student import Student
from autograder.sandbox import Crashed, LimitReached, Raised, Undefined, Unsendable
from forwardpass.compare import as_array

OF_FAMILY = 0.6  # of a group's credit; the rest is for the hyperparameters
TOO_MANY = f"Your function asks a box more than {MOST_CALLS} times. Several changed inputs fit into one batch."


class Asked(NamedTuple):
    """A box, and what a student's function said of it; None where it said nothing or raised."""

    box: Box
    said: Any


def ask(student: Student, name: str, boxes: Sequence[Box], rng: Generator) -> list[Asked]:
    """Hand the boxes over one by one, in an order that is drawn: whoever counts them learns nothing.

    What a function raises for one box is a wrong answer for that box; where it fails on all of them the check ends as
    for any other function. Limits and crashes end the check at once.
    """
    answers, faults, overdrawn = [], [], False
    for place in rng.permutation(len(boxes)):
        box = boxes[place]
        lent, said = Lent(box), None
        try:
            loan = student.lend(lent, 2 * MOST_CALLS, lent.seconds)  # the box itself says so first
            said = getattr(student, name).answer(loan, box.input_shape).value
        except (Undefined, LimitReached, Crashed):
            raise
        except (Raised, Unsendable) as fault:
            faults.append(fault)
        overdrawn = overdrawn or lent.overdrawn
        answers.append(Asked(box, said))
    if overdrawn and len(faults) == len(boxes):
        raise Wrong(TOO_MANY)
    if len(faults) == len(boxes):
        raise faults[0]
    if all(each.said is None for each in answers):
        raise Wrong(f"`{name}` returned nothing: it is not written yet, or it lacks a `return`.")
    return answers


# -- probes -----------------------------------------------------------------------------------------------------------


def says_whether(student: Student, name: str, boxes: Sequence[Box], rng: Generator) -> None:
    """A yes-or-no probe: credit for the share of right yeses and right noes, beyond what one answer for all earns."""
    answers = ask(student, name, boxes, rng)
    yes = [each for each in answers if FACTS[name](each.box)]
    no = [each for each in answers if not FACTS[name](each.box)]
    if not (yes and no):
        raise ValueError("a check with one kind of box finds nothing out")
    told = [sum(truth(each.said) is due for each in group) for group, due in ((yes, True), (no, False))]
    if told == [len(yes), len(no)]:
        return
    if not any(truth(each.said) is not None for each in answers):
        raise Wrong(f"`{name}` should return True or False.")
    text = (
        f"Right on {told[0]} of {len(yes)} boxes where the answer is True, on {told[1]} of {len(no)} where it is not."
    )
    credit(beyond(told[0] / len(yes) + told[1] / len(no), 1, 2), text)


def truth(said: Any) -> bool | None:
    """A yes or no, None for everything else."""
    if isinstance(said, (bool, np.bool_)):
        return bool(said)
    if isinstance(said, np.ndarray) and said.dtype.kind == "b" and said.size == 1:
        return bool(said.item())
    return None


def says_what(student: Student, name: str, boxes: Sequence[Box], rng: Generator) -> None:
    """A probe that gives an array: credit for the share of right ones, beyond what the commonest one would earn."""
    answers = ask(student, name, boxes, rng)
    due = [np.asarray(FACTS[name](each.box)) for each in answers]
    right = sum(equal(each.said, array) for each, array in zip(answers, due, strict=True))
    if right == len(boxes):
        return
    common = Counter((array.shape, array.tobytes()) for array in due).most_common(1)[0][1]
    everything = sum(array.all() for array in due)
    text = f"Right for {right} of {len(boxes)} boxes."
    credit(beyond(right, max(common, int(everything)), len(boxes)), text)


def equal(said: Any, due: Any) -> bool:
    """Whether an answer is this array: True and 1 are one, shapes are not stretched."""
    array = as_array(said)
    return array is not None and array.dtype.kind in "biuf" and array.shape == due.shape and bool((array == due).all())


def beyond(reached: float, chance: float, most: float) -> float:
    """What is reached beyond chance, as a share of what can be; below 1, since something is missing."""
    return float(min(max(0.0, (reached - chance) / (most - chance)), 0.999))


# -- identify ---------------------------------------------------------------------------------------------------------


class Group(NamedTuple):
    """The boxes of one check: those of a family, others that look alike, and what a guess of the details earns."""

    families: tuple[str, ...]
    targets: list[Box]
    others: list[Box]
    guess: float = 0.0


def dense_boxes(rng: Generator) -> Group:
    """Outputs and inputs have as many places throughout."""
    shapes = (sequence_shape, image_shape)
    targets = [dense(rng, shape(rng)) for shape in shapes for _ in range(3)]
    others = [layer_norm(rng, shape(rng)) for shape in shapes]
    others += [attention(rng, sequence_shape(rng), False, False), conv2d(rng, image_shape(rng), "plain", "same")]
    return Group(("dense",), targets, others)


def dense_flat_boxes(rng: Generator) -> Group:
    """Vectors, and outputs laid out like the inputs."""
    targets = [dense_flat(rng, shape(rng), layout) for shape in (sequence_shape, image_shape) for layout in LAYOUTS]
    others = [lstm(rng, sequence_shape(rng), direction, False) for direction in ("forward", "bidirectional")]
    others += [attention(rng, sequence_shape(rng), False, True), conv2d(rng, image_shape(rng), "dilated", "same")]
    return Group(("dense_flat",), targets, others)


def conv2d_boxes(rng: Generator) -> Group:
    """Every sort of convolution, and other layers on images."""
    targets = [conv2d(rng, image_shape(rng), kind, padding) for kind, padding in CONVOLUTIONS]
    others = [pooling(rng, image_shape(rng), "average"), pooling(rng, image_shape(rng), "max")]
    others += [dense(rng, image_shape(rng)), dense_flat(rng, image_shape(rng), "fewer")]
    return Group(("conv2d",), targets, others)


def lstm_boxes(rng: Generator) -> Group:
    """Every direction with every kind of output, and other layers on sequences."""
    targets = [lstm(rng, sequence_shape(rng), way, whole) for way in DIRECTIONS for whole in (False, True)]
    others = [attention(rng, sequence_shape(rng), True, True), attention(rng, sequence_shape(rng), False, True)]
    others += [dense_flat(rng, sequence_shape(rng), layout) for layout in ("vector", "same")]
    return Group(("lstm",), targets, others, 1 / 3)


def attention_boxes(rng: Generator) -> Group:
    """Every kind of attention, and other layers that answer at every step."""
    kinds = [(causal, positions) for causal in (False, True) for positions in (False, True)]
    targets = [attention(rng, sequence_shape(rng), *kind) for kind in (*kinds, *kinds[1:3])]
    others = [lstm(rng, sequence_shape(rng), direction, True) for direction in ("forward", "bidirectional")]
    others += [dense_flat(rng, sequence_shape(rng), "same"), layer_norm(rng, sequence_shape(rng))]
    return Group(("attention",), targets, others, 1 / 3)


def impostor_boxes(rng: Generator) -> Group:
    """Pooling and layer normalisation, and what they are taken for."""
    shapes = (sequence_shape, image_shape)
    targets = [pooling(rng, shape(rng), kind) for shape in shapes for kind in ("max", "average")]
    targets += [layer_norm(rng, shape(rng)) for shape in shapes]
    others = [dense_flat(rng, sequence_shape(rng), "fewer"), dense(rng, sequence_shape(rng))]
    others += [conv2d(rng, image_shape(rng), "strided", "valid"), dense(rng, image_shape(rng))]
    return Group(("pooling", "layer_norm"), targets, others, 1 / 3)


GROUPS: dict[str, Callable[[Generator], Group]] = {
    "dense": dense_boxes,
    "dense_flat": dense_flat_boxes,
    "conv2d": conv2d_boxes,
    "lstm": lstm_boxes,
    "attention": attention_boxes,
    "impostors": impostor_boxes,
}


class Score(NamedTuple):
    """What a group's answers earn: credit, right families, others taken for one of them, and right details."""

    credit: float
    found: int
    taken: int
    exact: int


def score(group: Group, answers: Sequence[Asked]) -> Score:
    """Found minus falsely found, as shares: any answer that does not look at the box earns 0 on average.

    Of this, ``OF_FAMILY`` is for the family alone, and the rest for the hyperparameters, all of a box or none, beyond
    the share that one and the same guess gets right.
    """
    mine = [each for each in answers if each.box.family in group.families]
    others = [each for each in answers if each.box.family not in group.families]
    found = [each for each in mine if family_of(each.said) == each.box.family]
    taken = sum(family_of(each.said) in group.families for each in others)
    exact = sum(details_of(each.said, each.box) for each in found)
    share = max(0.0, len(found) / len(mine) - taken / len(others))
    told = max(0.0, (exact / len(found) - group.guess) / (1 - group.guess)) if found else 0.0
    return Score(share * (OF_FAMILY + (1 - OF_FAMILY) * told), len(found), taken, exact)


def identifies(student: Student, group: Group, rng: Generator) -> None:
    """One group of ``identify``. Raises ``Wrong`` with the commonest confusion and nothing of any box."""
    answers = ask(student, "identify", [*group.targets, *group.others], rng)
    earned = score(group, answers)
    if earned.credit == 1:
        return
    if not any(family_of(each.said) for each in answers):
        raise Wrong('`identify` should return a dict whose "family" is one of the names in the table.')
    text = f"{earned.found} of {len(group.targets)} found, {earned.taken} of {len(group.others)} others taken for one."
    if earned.exact < earned.found:
        text += f" All hyperparameters right for {earned.exact} of the {earned.found}."
    credit(min(earned.credit, 0.999), text, confusion(group, answers))


def confusion(group: Group, answers: Sequence[Asked]) -> str:
    """Which family was taken for which, most often."""
    mistaken = Counter(
        (each.box.family, family_of(each.said))
        for each in answers
        if family_of(each.said) != each.box.family
        and (each.box.family in group.families or family_of(each.said) in group.families)
    )
    if not mistaken:
        return ""
    (family, taken), _ = min(mistaken.items(), key=lambda entry: (-entry[1], entry[0][0], str(entry[0][1])))
    said = f"was taken for {FAMILIES[taken]}" if taken else "was not named at all, or the function raised"
    return f"Most often {FAMILIES[family]} {said}."


def family_of(said: Any) -> str | None:
    """The family in an answer, None where there is none. A 1x1 convolution is a dense layer on the last axis."""
    family = said.get("family") if isinstance(said, dict) else None
    family = _plain(family) if isinstance(family, str) else None
    if family not in FAMILIES:
        return None
    ones = [said.get(name) for name in ("kernel_size", "strides")]
    if family == "conv2d" and _plain(ones[0]) == (1, 1) and _plain(ones[1]) in (None, (1, 1)):
        return "dense"
    return family


def details_of(said: Mapping[str, Any], box: Box) -> bool:
    """Whether every hyperparameter is right."""
    return all(_plain(said.get(name)) == _plain(due) for name, due in box.details.items())


def _plain(value: Any) -> Any:
    """A form in which equal hyperparameters are equal: tuples of whole numbers, texts in lower case, True is not 1."""
    if (yes := truth(value)) is not None:
        return "yes" if yes else "no"
    if isinstance(value, str):
        return value.strip().lower()
    return tuple(_numbers(value)) or None


def _numbers(value: Any) -> Iterator[Any]:
    array = as_array(value)
    if array is not None and array.size <= 4 and array.dtype.kind in "iuf":
        yield from array.ravel().tolist()
