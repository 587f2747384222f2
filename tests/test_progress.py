"""What a person sees of long work, on a terminal and in a plain log."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace

import pytest
from rich.console import Console

from autograder import progress as progress_module
from autograder.progress import STAGES, Timings, progress


def test_a_plain_log_has_a_line_every_tenth_and_no_control_characters() -> None:
    page = io.StringIO()
    with progress(Console(file=page, width=120), {"grading": 20, "recording lstm": 3, "nothing": 0}) as step:
        for number in range(20):
            step("grading", f"s{number}")
        for number in range(3):
            step("recording lstm", f"s{number}")
    lines = page.getvalue().splitlines()
    assert len(lines) == 13
    assert re.fullmatch(r"grading: 2 of 20, [\d.]+ a (second|minute), \d+ s left", lines[0])
    assert lines[9].startswith("grading: 20 of 20, ") and lines[9].endswith(" 0 s left")
    assert lines[12].startswith("recording lstm: 3 of 3, ")
    assert page.getvalue().replace("\n", "").isprintable()


def test_a_terminal_shows_bars_with_rate_and_names_without_escapes() -> None:
    page = io.StringIO()
    with progress(Console(file=page, width=160, force_terminal=True, color_system=None), {"grading": 4}) as step:
        for _ in range(4):
            step("grading", "ada\x1b]0;owned\x07")
    shown = page.getvalue()
    assert "4/4" in shown and "ada" in shown and "\x1b]0;owned" not in shown


def test_timings_show_every_stage_and_sum_what_processes_report() -> None:
    spent = Timings()
    with spent.part("read"):
        pass
    for _ in range(3):
        spent.add({"cells": 0.25, "calls": 0.5})
    page = io.StringIO()
    Console(file=page, width=140).print(spent.table(3))
    rows = {line.split()[1]: line.split() for line in page.getvalue().splitlines() if line.startswith("│")}
    assert list(rows) == list(STAGES)
    assert (rows["cells"][3], rows["cells"][5], rows["cells"][7]) == ("0.75", "250.0", "33%")
    assert (rows["calls"][3], rows["calls"][5], rows["calls"][7]) == ("1.50", "500.0", "67%")


@pytest.mark.parametrize("many", [True, False])
def test_rates_are_told_in_the_unit_that_fits(many: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 0.5] if many else [0.0, 60.0])
    monkeypatch.setattr(progress_module, "time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    page = io.StringIO()
    with progress(Console(file=page, width=120), {"grading": 2}) as step:
        step("grading", "ada")
    assert ("2.0 a second" if many else "1.0 a minute") in page.getvalue()
