"""What an audit found, for people and for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from rich.console import Console
from rich.table import Table

from autograder.audit.bank import Kind
from autograder.audit.run import Audit, Finding

MOST_SHOWN = 40


def show(say: Console, found: Mapping[str, Audit]) -> list[Finding]:
    """Print one table per layer, and every finding below; gives the findings."""
    findings = []
    for audit in found.values():
        findings += list(audit.findings())
        say.print(_counts(audit))
        say.print(_checks(audit))
    for finding in findings[:MOST_SHOWN]:
        say.print(f"{finding.what}: {finding.layer}, {finding.entry}: {finding.detail}", markup=False, soft_wrap=True)
    if len(findings) > MOST_SHOWN:
        say.print(f"... and {len(findings) - MOST_SHOWN} more (--json has all)")
    return findings


def _counts(audit: Audit) -> Table:
    made = Table(title=f"{audit.layer}; course secrets: {audit.secrets}", title_justify="left")
    for heading in ("what", "entries", "as they must"):
        made.add_column(heading, justify="left" if heading == "what" else "right")
    rows: tuple[tuple[str, Kind, bool], ...] = (
        ("right implementations, passed", "right", True),
        ("stubs done by Keras, passed", "keras", True),
        ("misconceptions, rejected", "mistake", False),
        ("wrong files, rejected", "wrong", False),
        ("mutants, rejected", "mutant", False),
        ("right answers to questions, passed", "right-answer", True),
        ("wrong answers to questions, rejected", "wrong-answer", False),
    )
    for what, kind, right in rows:
        keys = audit.of(kind)
        if right:
            good = sum(not any(tally.failed for tally in audit.tallies[key].values()) for key in keys)
        else:
            good = sum(bool(audit.rejected_by(key)) for key in keys)
        made.add_row(what, str(len(keys)), str(good))
    equivalent = [key for key in audit.tallies if audit.entries[key].why]
    made.add_row("mutants that change nothing (each with its reason)", str(len(equivalent)), "")
    for word, count in audit.hints().items():
        made.add_row(f"hints {word}", "", str(count))
    return made


def _checks(audit: Audit) -> Table:
    made = Table(title="Which check rejects how many", title_justify="left")
    for heading in ("check", "rejects", "alone"):
        made.add_column(heading, justify="left" if heading == "check" else "right")
    for check, (count, alone) in rejections(audit).items():
        made.add_row(check, str(count), str(alone))
    return made


def rejections(audit: Audit) -> dict[str, tuple[int, int]]:
    """For each check: how many implementations it rejects, and how many of them no other check rejects."""
    found: dict[str, tuple[int, int]] = {}
    for key in audit.of("mistake", "wrong", "mutant", "wrong-answer"):
        by = audit.rejected_by(key)
        for check in audit.tallies[key]:
            count, alone = found.get(check, (0, 0))
            found[check] = (count + (check in by), alone + (by == {check}))
    return found


def as_json(found: Mapping[str, Audit]) -> list[dict[str, Any]]:
    """Everything, for machines."""
    return [
        {
            "layer": audit.layer,
            "secrets": audit.secrets,
            "entries": {kind: len(audit.of(kind)) for kind in get_args(Kind)},
            "checks": {check: {"rejects": n, "alone": a} for check, (n, a) in rejections(audit).items()},
            "idle_checks": audit.idle_checks(),
            "hints": audit.hints(),
            "findings": [{"what": f.what, "entry": f.entry, "detail": f.detail} for f in audit.findings()],
            "told": {
                f"{kind} {name} {stub}": sorted({hint for tally in tallies.values() for hint in tally.hints if hint})
                for (kind, name, stub), tallies in audit.tallies.items()
                if kind in ("mistake", "wrong", "wrong-answer")
            },
        }
        for audit in found.values()
    ]
