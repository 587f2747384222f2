"""What a student reads under a graded cell: one line per check, as a table and as text.

Messages may quote the student's own exception, so every word is cleaned and escaped here. What only staff may see
never gets this far.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import msgspec
from nbformat import NotebookNode

from autograder.nbgrader_bridge.sanitise import clean_text, tame_tex
from autograder.reports.model import CheckResult, ItemResult, Verdict

HELD = "A person will look at this exercise before it is scored."
SHOWN = "forwardpass_shown"  # key of an output's metadata: what feedback is to draw
CELL = "padding: 2px 8px; text-align: left; vertical-align: top"


def checks_output(item: ItemResult, points: float, score: float) -> NotebookNode:
    """One display output that tells the student, check by check, what was right and what to do about the rest."""
    shown = next((check.shown for check in item.checks if check.shown), None)
    heading = HELD if item.held else f"{number(score)} of {number(points)} points"
    return NotebookNode(
        output_type="display_data",
        metadata={SHOWN: msgspec.to_builtins(shown)} if shown else {},
        data={"text/html": _table(heading, item.checks), "text/plain": _lines(heading, item.checks)},
    )


def score_output(score: float) -> NotebookNode:
    """Make the one output in which nbgrader finds the score of a cell."""
    return NotebookNode(
        output_type="execute_result", execution_count=None, metadata={}, data={"text/plain": number(score)}
    )


def number(value: float) -> str:
    """Write a score as people do: 2, 1.5, 0.3333."""
    return f"{round(value, 4):.12g}"


WORDS = {Verdict.WRONG: "wrong", Verdict.ERR: "error", Verdict.LIMIT: "limit"}


def mark(check: CheckResult) -> tuple[str, str, str]:
    """Sign, word and colour of a check."""
    if check.verdict.held:
        return "…", "held", "#8a6d00"
    if check.verdict is Verdict.PASS and check.credit >= 1:
        return "✓", "passed", "#1a7f37"
    if check.credit > 0:
        return "◐", f"{check.credit:.0%}", "#8a6d00"
    return "✗", WORDS.get(check.verdict, "wrong"), "#b42318"


def _sentences(check: CheckResult) -> Iterator[tuple[str, str]]:
    for label, text in (
        ("", check.message),
        ("Hint: ", check.hint),
        ("Note: ", check.note),
        ("Why: ", check.explanation),
    ):
        if text:
            yield label, clean_text(text, 2_000)


def _table(heading: str, checks: list[CheckResult]) -> str:
    rows = "".join(_row(check) for check in checks)
    return (
        f'<div class="tex2jax_ignore"><p><strong>{_safe(heading)}</strong></p>'
        f'<table style="border-collapse: collapse"><tbody>{rows}</tbody></table></div>'
    )


def _row(check: CheckResult) -> str:
    sign, word, colour = mark(check)
    words = "".join(f"<br>{_safe(label)}{_safe(text)}" for label, text in _sentences(check))
    return (
        f'<tr><td style="{CELL}; color: {colour}; white-space: nowrap">{sign} {_safe(word)}</td>'
        f'<td style="{CELL}"><strong>{_safe(clean_text(check.title, 300))}</strong>{words}</td></tr>'
    )


def _lines(heading: str, checks: list[CheckResult]) -> str:
    lines = [heading]
    for check in checks:
        sign, word, _ = mark(check)
        lines.append(f"{sign} {word}: {clean_text(check.title, 300)}")
        lines.extend(f"    {label}{text}" for label, text in _sentences(check))
    return "\n".join(lines)


def _safe(text: str) -> str:
    return tame_tex(escape(text.replace("\x1b", ""))).replace("\n", "<br>")


def held_output(reason: str) -> NotebookNode:
    """Make what stands under a cell that was not graded at all."""
    text = f"{HELD} {clean_text(reason, 1_000)}".strip()
    html = f'<div class="tex2jax_ignore"><p><strong>{_safe(text)}</strong></p></div>'
    return NotebookNode(output_type="display_data", metadata={}, data={"text/html": html, "text/plain": text})
