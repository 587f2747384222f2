"""The report of one graded notebook: JSON in, JSON out, nothing executable.

A report lists one result per *expected* check. Credit is earned by an explicit pass only; an expected check without a
result, and every verdict that is not the student's doing, is no credit and holds the item for a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import msgspec


class Verdict(StrEnum):
    """How a check ended. The first four are the student's doing, the others hold the item for a person."""

    PASS = "pass"
    WRONG = "wrong"
    ERR = "error"
    LIMIT = "limit"
    INVALID = "invalid"
    SUSPECT = "suspect"
    GRADER = "grader"

    @property
    def held(self) -> bool:
        """Whether a person must decide."""
        return self in (Verdict.INVALID, Verdict.SUSPECT, Verdict.GRADER)


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a student's function gives for a public input, to be drawn beside what is right.

    ``probe`` is the number of the input among the public ones of ``stub``, ``position`` that of the result where it has
    several.
    ``numbers`` are float32 in C order, little-endian.
    """

    stub: str
    probe: int
    position: int
    shape: list[int]
    numbers: bytes


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """One check of one exercise.

    ``title``, ``message`` and ``note`` (how it was graded) are for the student; ``staff`` (a traceback, the output of
    hidden calls) never is.
    """

    item: str
    check: str
    title: str
    verdict: Verdict
    credit: float
    weight: float = 1.0
    message: str = ""
    hint: str = ""
    explanation: str = ""
    note: str = ""
    shown: Shown | None = None
    staff: str = ""
    seconds: float = 0.0


class CellOutput(msgspec.Struct, frozen=True, kw_only=True):
    """What one cell of the student's notebook printed and drew, in nbformat's own structure."""

    index: int
    outputs: list[dict[str, Any]]
    execution_count: int | None = None
    seconds: float = 0.0


class ItemResult(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise: the weighted mean of its checks, and whether a person must look."""

    item: str
    credit: float
    held: bool
    checks: list[CheckResult]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the checks, held ones first."""
        order = list(Verdict)
        return max((check.verdict for check in self.checks), key=order.index, default=Verdict.GRADER)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the trusted side knows about one graded notebook."""

    assignment: str
    notebook: str
    digest: str
    kit: str
    isolation: str
    checks: list[CheckResult]
    cells: list[CellOutput] = []
    notes: list[str] = []
    invalid: str = ""
    seconds: dict[str, float] = {}

    def items(self) -> dict[str, ItemResult]:
        """Results per exercise, in the order of the checks."""
        grouped: dict[str, list[CheckResult]] = {}
        for check in self.checks:
            grouped.setdefault(check.item, []).append(check)
        return {name: combine(name, checks) for name, checks in grouped.items()}

    def to_json(self) -> bytes:
        """The report as JSON."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, data: bytes) -> Report:
        """Read a report back. Raises ``msgspec.ValidationError`` on anything that is not one."""
        return msgspec.json.decode(data, type=cls)


def combine(item: str, checks: Iterable[CheckResult]) -> ItemResult:
    """Weighted mean of the checks' credit; 0 and held where one of them is held."""
    results = list(checks)
    held = not results or any(check.verdict.held for check in results)
    total = sum(check.weight for check in results)
    earned = sum(check.weight * min(max(check.credit, 0.0), 1.0) for check in results)
    return ItemResult(item=item, credit=0.0 if held or total <= 0 else earned / total, held=held, checks=results)
