"""What a person sees of long work: how far it is, how fast, how long it will take, and where the time went."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from autograder.terminal import shown

STAGES = {
    "read": "read and recognise every notebook",
    "references": "reference values that no earlier run has computed",
    "room": "a process with namespaces of its own for each submission, opened and closed",
    "cells": "the students' cells",
    "calls": "the students' functions, called by the hidden checks",
    "compare": "the checks themselves",
    "record": "nbgrader's gradebook and the graded notebooks",
}


Step = Callable[[str, str], None]


@contextmanager
def progress(say: Console, totals: Mapping[str, int]) -> Iterator[Step]:
    """Bars with rate and time left on a terminal; elsewhere a plain line every tenth, without control characters.

    Call what this gives with the name of a bar and who is done; from any thread.
    """
    if say.is_terminal:
        who = TextColumn("{task.fields[who]}", markup=False)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
        with Progress(*columns, who, console=say, transient=True) as bars:
            tasks = {what: bars.add_task(what, total=total, who="") for what, total in totals.items() if total}
            yield lambda what, who: bars.update(tasks[what], advance=1, who=shown(who, 60))
        return
    done, started = dict.fromkeys(totals, 0), time.perf_counter()

    def step(what: str, who: str) -> None:
        done[what] += 1
        count, total = done[what], totals[what]
        if count == total or count * 10 // total > (count - 1) * 10 // total:
            rate = count / (time.perf_counter() - started)
            say.print(f"{what}: {count} of {total}, {_rate(rate)}, {(total - count) / rate:.0f} s left")

    yield step


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        """Show the speed of late."""
        return Text(_rate(task.speed) if task.speed else "")


def _rate(rate: float) -> str:
    return f"{rate:.1f} a second" if rate >= 1 else f"{60 * rate:.1f} a minute"


class Timings:
    """Seconds by stage, summed over all processes."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = defaultdict(float)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time something that may happen again and again."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.parts[name] += time.perf_counter() - started

    def add(self, seconds: Mapping[str, float]) -> None:
        """Add what one report says about itself."""
        for name, value in seconds.items():
            self.parts[name] += value

    def table(self, notebooks: int) -> Table:
        """Seconds in all and milliseconds a notebook, summed over processes."""
        title = f"Where the time went, summed over all processes ({notebooks} notebooks)"
        made = Table(title=title, title_justify="left")
        made.add_column("stage")
        for heading in ("seconds", "ms a notebook", "share"):
            made.add_column(heading, justify="right")
        made.add_column("what it is")
        total = sum(self.parts.get(name, 0.0) for name in STAGES) or 1.0
        for name, what in STAGES.items():
            seconds = self.parts.get(name, 0.0)
            each = f"{1000 * seconds / notebooks:.1f}" if notebooks else ""
            made.add_row(name, f"{seconds:.2f}", each, f"{seconds / total:.0%}", what)
        return made
