"""Compare this kit with stock nbgrader, both sides in one run on one machine.

python -m benchmarks                       the quick form, within three minutes
python -m benchmarks --full                five paired runs of everything, and growth up to --most submissions
python -m benchmarks --docs                write the tables into docs/benchmarks.md too
python -m benchmarks --otter FOLDER        compare with `otter run` too, from that virtual environment
python -m benchmarks --only growth         one part; --docs then writes the tables of that part
"""

from __future__ import annotations

import argparse
import platform
import re
import statistics
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from autograder.progress import STAGES
from autograder.workers import cores
from benchmarks import checking, otter, pairs, workers
from benchmarks.classes import ROOT
from benchmarks.pairs import Pair
from benchmarks.scaling import lines

OUT = ROOT / "artifacts" / "bench"
DOCS = ROOT / "docs" / "benchmarks.md"
SCALING = ROOT / "docs" / "scaling.md"
SIZES = (10, 30, 100, 300, 1000, 3000, 10_000)
QUICK = ("throughput", "alone", "limit", "check")
PARTS = (*QUICK, "workers", "growth")


def main(arguments: list[str] | None = None) -> int:
    """Run, print, write. Returns 0: what is slow here may be the machine, so nothing fails for being slow."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--rounds", type=int, help="paired runs of each comparison (default: 1, full: 5)")
    parser.add_argument("--most", type=int, default=10_000, help="the largest class whose growth is measured (full)")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part; may be given several times")
    parser.add_argument(
        "--otter", type=Path, help="a virtual environment with Otter-Grader and the kit (benchmarks/otter.py)"
    )
    options = parser.parse_args(arguments)
    rounds = options.rounds or (5 if options.full else 1)
    parts = options.only or (PARTS if options.full else QUICK)
    say = Console(width=None if sys.stdout.isatty() else 150, highlight=False)
    found: list[Pair] = []
    spent, growth, waiting = None, {}, []
    if "throughput" in parts:
        found, spent = pairs.throughput(say.print, 60, 3 if options.full else 2, rounds)
    if "alone" in parts:
        found += pairs.alone(say.print, rounds)
    if "limit" in parts:
        found.append(pairs.limit(say.print, 20 if options.full else 10, rounds))
    if "workers" in parts:
        found += workers.measure(say.print, 60, rounds)
    if options.otter:
        found.append(otter.measure(say.print, options.otter, 60, 3 if options.full else 2, rounds))
    if "growth" in parts:
        growth = pairs.growth(say.print, [size for size in SIZES if size <= options.most])
    if "check" in parts:
        waiting = [checking.measure() for _ in range(rounds)]
    where = machine()
    say.print(where)
    OUT.mkdir(parents=True, exist_ok=True)
    written = {
        "machine": where,
        "costs": spent,
        "pairs": found,
        "check": waiting,
        "growth": {str(size): values for size, values in growth.items()},
    }
    (OUT / "bench.json").write_bytes(msgspec.json.format(msgspec.json.encode(written), indent=1))
    if found:
        say.print(table(found))
    if waiting:
        say.print("\n".join(checking.lines(waiting)), markup=False)
    if growth:
        say.print(growth_table(growth))
        plot(growth, OUT / "growth.png")
    if options.docs:
        document(where, found, growth)
        if waiting:
            replace(DOCS, "check", checking.lines(waiting))
        if spent:
            replace(SCALING, "scaling", lines(spent))
    say.print(f"Written to {OUT.relative_to(ROOT)}.")
    return 0


def machine() -> str:
    """Say where this was measured, and with what."""
    names = ("nbgrader", "keras", "tensorflow-cpu", "numpy", "pytest", "ipykernel")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{cores()} cores, Linux {platform.release()}, Python {platform.python_version()}, {versions}"


def row(pair: Pair) -> tuple[str, ...]:
    """What one comparison came to: medians and spread."""
    sides = pair.ours, pair.theirs, pair.ratios
    ours, theirs, ratio = (f"{statistics.median(side):.3g} ({min(side):.3g} to {max(side):.3g})" for side in sides)
    return pair.name, pair.what, str(len(pair.ours)), ours, f"{theirs}, {pair.other}", ratio


HEADINGS = ("comparison", "what", "runs", "here, s", "other side, s", "other / here")


def table(found: list[Pair]) -> Table:
    """All comparisons."""
    made = Table(title="Median (lowest to highest) over paired runs", title_justify="left")
    for heading in HEADINGS:
        made.add_column(heading)
    for pair in found:
        made.add_row(*row(pair))
    return made


def growth_table(growth: dict[int, dict[str, float]]) -> Table:
    """Growth."""
    made = Table(title="Growth of a class", title_justify="left")
    for heading in ("submissions", "ms each", "coordinator, MiB"):
        made.add_column(heading, justify="right")
    for size, values in growth.items():
        made.add_row(str(size), f"{1000 * values['seconds']:.0f}", f"{values['memory']:.0f}")
    return made


def plot(growth: dict[int, dict[str, float]], path: Path) -> None:
    """Draw time per submission and memory of the coordinator over the size of the class."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 3), layout="constrained")
    left, right = figure.subplots(1, 2)
    sizes = list(growth)
    drawn = (
        (left, "o-", "seconds", 1000, "ms a submission"),
        (right, "s--", "memory", 1, "memory of the coordinator, MiB"),
    )
    for axes, style, what, factor, label in drawn:
        values = [factor * growth[size][what] for size in sizes]
        axes.plot(sizes, values, style, color="black")
        axes.set(xscale="log", xlabel="submissions", ylabel=label, ylim=(0, 1.1 * max(values)))
    figure.savefig(path, dpi=120)


def document(where: str, found: list[Pair], growth: dict[int, dict[str, float]]) -> None:
    """Replace the tables in docs/benchmarks.md of what was measured."""
    head = [where, "", "| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    for name, mine in (("workers", True), ("pairs", False)):
        if rows := ["| " + " | ".join(row(pair)) + " |" for pair in found if (pair.name == workers.NAME) is mine]:
            replace(DOCS, name, head + rows)
    if found and (spent := found[0].stages):
        body = [f"| {stage} | {spent[stage]:.1f} | {what} |" for stage, what in STAGES.items()]
        replace(DOCS, "stages", ["| stage | ms a notebook | what it is |", "|---|---|---|", *body])
    if growth:
        body = [f"| {n} | {1000 * v['seconds']:.0f} | {v['memory']:.0f} |" for n, v in growth.items()]
        heading = [where, "", "| submissions | ms each | memory of the coordinator, MiB |", "|---|---|---|"]
        replace(DOCS, "growth", [*heading, *body])


def replace(page: Path, name: str, table: list[str]) -> None:
    """Put lines between the marks of one table."""
    begin, end = f"<!-- {name}: make bench -->", f"<!-- end of {name} -->"
    made: Any = "\n".join([begin, "", *table, "", end])
    whole = page.read_text(encoding="utf-8")
    page.write_text(re.sub(f"{begin}.*?{end}", lambda _: made, whole, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
