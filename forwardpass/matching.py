"""Which known mistakes explain what a function gives: those that agree with it on every public input.

Students' checks and hidden graders use the same rule, so that the same mistake is told in the same words. One input is
never enough: on some inputs quite different mistakes give the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

import numpy as np

from forwardpass.compare import agrees, compare
from forwardpass.probe_files import Probe, Raises

_SENTENCE_ENDS = re.compile(r"(?<=[.?!]) ")


def candidates(probes: Sequence[Probe]) -> dict[str, str]:
    """Name and hint of every mistake that makes a difference on one of the probes."""
    return {mistake.name: mistake.hint for probe in probes for mistake in probe.mistakes}


def surviving(known: Mapping[str, str], probe: Probe, got: Any) -> dict[str, str]:
    """Those of ``known`` that give what the function gave for a probe, ``Raises`` where it raised."""
    stored = {mistake.name: mistake.value for mistake in probe.mistakes if mistake.name in known}
    return {name: hint for name, hint in known.items() if _agrees(got, probe, stored.get(name, probe.value))}


def the_hint(known: Mapping[str, str]) -> str:
    """What the hints of all mistakes that are left say in common: the sentences with which they begin.

    That is the whole hint where they are of one mind, and nothing where no mistake is left or the first sentences
    differ. So a hint begins with what it shares with those that cannot be told from it.
    """
    sentences = [_SENTENCE_ENDS.split(hint) for hint in set(known.values())]
    shared = takewhile(lambda place: len(set(place)) == 1, zip(*sentences, strict=False))
    return " ".join(place[0] for place in shared)


def begins(hint: str, told: str) -> bool:
    """Whether what was told is a hint, or whole sentences with which it begins."""
    mine, theirs = _SENTENCE_ENDS.split(hint), _SENTENCE_ENDS.split(told)
    return mine[: len(theirs)] == theirs


def _agrees(got: Any, probe: Probe, value: Any) -> bool:
    if value is probe.value:
        return not isinstance(got, Raises) and compare(got, value, probe.bound) is None
    return alike(got, value)


def alike(got: Any, wrong: Any) -> bool:
    """Whether an answer is what a mistake gives, shape and structure included; in any precision."""
    if isinstance(got, Raises) or isinstance(wrong, Raises):
        return isinstance(got, Raises) and isinstance(wrong, Raises) and got == wrong
    return agrees(got, wrong, _loosely(wrong))


def _loosely(value: Any) -> Any:
    """Bound for agreeing with a mistake: it ran in the precision of its inputs and was stored in float32."""
    if isinstance(value, dict):
        return {key: _loosely(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(map(_loosely, value))
    if value is None or isinstance(value, str):
        return None
    array = np.asarray(value)
    if array.dtype.kind not in "iuf":
        return None
    return 1e-5 * float(np.max(np.abs(array), initial=0.0, where=np.isfinite(array))) + 1e-9
