"""What a student's functions give for public inputs: evidence for hints, and what feedback draws.

They are asked before the first hidden input enters the room. Whoever has seen a hidden input could put it into the
answer to a public one, and that answer is drawn on a page that students read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import msgspec
import numpy as np

from autograder.graders.student import Stub
from autograder.reports.model import Shown
from autograder.sandbox import Answer, Raised, Room, StudentFault
from forwardpass import probe_files
from forwardpass.probe_files import Probe, Raises
from forwardpass.views import best

SECONDS = 2.0  # for the public inputs of all functions together, unless one of them ends the process
MOST_FAULTS = 3  # that end a process; then nobody asks any more
MOST_NUMBERS, MOST_PARTS = 20_000, 1_000  # of an answer that is worth a second look
Answers = Mapping[str, tuple[Any, ...]]


def public_answers(room: Room, stubs: Collection[str]) -> Answers:
    """What each stub gives for its public inputs, ``Raises`` where it raises; what ends the process is missing."""
    found: dict[str, tuple[Any, ...]] = {}
    limits = msgspec.structs.replace(room.limits, check_seconds=min(SECONDS, room.limits.check_seconds))
    waiting, faults = [stub for stub in stubs if probes_of(stub)], 0
    while waiting and faults < MOST_FAULTS:
        try:
            with room.check(limits, spare=True) as session:
                while waiting:
                    stub = waiting.pop(0)
                    try:
                        found[stub] = tuple(_asked(partial(session.call, stub), probe) for probe in probes_of(stub))
                    except StudentFault:
                        if session.fault is not None:
                            raise
        except StudentFault:
            faults += 1
    return found


def probes_of(stub: str) -> tuple[Probe, ...]:
    """The public inputs of a stub; none where the kit has no probe files for it."""
    return probe_files.load(stub).probes if stub in probe_files.names() else ()


def answers_of(stub: Stub) -> tuple[Any, ...] | None:
    """What a stub gives for its public inputs; None where that is not known."""
    if stub.public is not None:
        return stub.public.get(stub.name)
    try:
        return tuple(_asked(lambda args, kwargs: stub.answer(*args, **kwargs), probe) for probe in probes_of(stub.name))
    except StudentFault:
        return None


def _asked(call: Callable[[tuple[Any, ...], Mapping[str, Any]], Answer], probe: Probe) -> Any:
    try:
        answer = call(probe.args, probe.kwargs).value
    except Raised as raised:
        return Raises(raised.type_name)
    return answer if handy(answer) else None


def handy(answer: Any) -> bool:
    """Whether an answer is a small number of small arrays and numbers, which can be compared again and again."""
    numbers, parts, left = 0, 0, [answer]
    while left:
        part = left.pop()
        parts += 1
        if isinstance(part, (tuple, list)):
            left += part[: MOST_PARTS + 1]
        elif isinstance(part, np.ndarray):
            numbers += part.size
        elif not (part is None or isinstance(part, (bool, int, float, np.generic, Raises))):
            return False
        if parts > MOST_PARTS or numbers > MOST_NUMBERS:
            return False
    return True


def seen(stub: str, answers: Answers) -> Shown | None:
    """What is to be drawn of a wrong stub; None where nothing can be."""
    found = best(stub, zip(probes_of(stub), answers.get(stub, ()), strict=False))
    if found is None:
        return None
    number, part = found
    with np.errstate(over="ignore"):
        numbers = part.got.astype("<f4").tobytes()
    return Shown(stub=stub, probe=number, position=part.position, shape=list(part.got.shape), numbers=numbers)
