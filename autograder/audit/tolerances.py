"""How far every right style is from the bound: the largest error over the bound, and a picture of it."""

from __future__ import annotations

import copy
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from autograder import references
from autograder.audit.asking import generator
from autograder.audit.bank import Names, entries
from autograder.exercises import of_assignment

FLOOR = 1e-4  # of what is drawn: an error of nothing at all has no place on a logarithmic axis


@dataclass(frozen=True)
class Distance:
    """The largest error of one style in one stub, over the bound there; and the case in which it occurred."""

    layer: str
    stub: str
    style: str
    ratio: float
    case: str


def distances(layer: str, secrets: int, step: Callable[[], None] = lambda: None) -> list[Distance]:
    """Of every style and stub of a layer; Keras, on its backend here, is one of the styles."""
    found: dict[tuple[str, str], tuple[float, str]] = defaultdict(lambda: (0.0, ""))
    styles = {entry.name: (entry.names(), entry.stubs) for entry in entries(layer) if entry.kind == "right"}
    with references.formula_alone():
        for secret in range(secrets):
            for style, stub, ratio, case in _ratios(layer, secret, styles):
                if ratio >= found[style, stub][0]:
                    found[style, stub] = ratio, case
            step()
    return [Distance(layer, stub, style, ratio, case) for (style, stub), (ratio, case) in sorted(found.items())]


def _ratios(
    layer: str, secret: int, styles: dict[str, tuple[Names, tuple[str, ...]]]
) -> Iterator[tuple[str, str, float, str]]:
    for exercise in of_assignment(layer):
        for maker in exercise.cases if exercise.kind == "stub" else ():
            case = maker(generator(layer, maker.__name__, secret))
            due = references.expected(layer, exercise.name, case)
            for style, (names, stubs) in styles.items():
                if exercise.name in stubs:
                    given, named = copy.deepcopy((case.args, dict(case.kwargs)))
                    with warnings.catch_warnings(), np.errstate(all="ignore"):
                        warnings.simplefilter("ignore")
                        answer = names[exercise.name](*given, **named)
                    yield style, exercise.name, ratio_of(answer, due.value, due.bound), maker.__name__


def ratio_of(answer: Any, value: Any, bound: Any) -> float:
    """The largest |answer - value| / bound; 0 where they are equal or the bound is infinite."""
    if isinstance(value, (tuple, list)):
        return max(map(ratio_of, answer, value, bound), default=0.0)
    got, right, allowed = (np.asarray(part, np.float64) for part in (answer, value, bound))
    with np.errstate(all="ignore"):
        error = np.abs(got - right)
        ratios = np.where((error == 0) | np.isinf(allowed) | (got == right), 0.0, error / allowed)
    return float(np.max(ratios, initial=0.0))


def picture(found: Iterable[Distance], path: Path) -> None:
    """Draw one row per stub and one mark per style; the bound is the line at 1."""
    from matplotlib.figure import Figure

    rows = defaultdict(list)
    for distance in found:
        rows[f"{distance.layer}: {distance.stub}"].append(max(distance.ratio, FLOOR))
    figure = Figure(figsize=(8, 0.28 * len(rows) + 1.2), layout="constrained")
    axes = figure.subplots()
    for row, ratios in enumerate(rows.values()):
        axes.plot(ratios, [row] * len(ratios), "|", color="black", markersize=9, alpha=0.6)
    axes.axvline(1, color="black", linestyle="--")
    axes.text(1.05, -0.9, "bound", ha="left", va="center")
    axes.set(xscale="log", xlim=(FLOOR / 1.5, 3), xlabel="largest error / bound (one mark per right style)")
    axes.set_yticks(range(len(rows)), list(rows))
    axes.invert_yaxis()
    axes.grid(axis="x", alpha=0.3)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110, metadata={"Software": None})


def table(found: Iterable[Distance]) -> Table:
    """The worst style of every stub."""
    worst: dict[tuple[str, str], Distance] = {}
    for distance in found:
        key = distance.layer, distance.stub
        if key not in worst or distance.ratio > worst[key].ratio:
            worst[key] = distance
    made = Table(title="Largest error over the bound", title_justify="left")
    for heading in ("layer", "stub", "error / bound", "style", "case"):
        made.add_column(heading, justify="right" if heading == "error / bound" else "left")
    for one in worst.values():
        made.add_row(one.layer, one.stub, f"{one.ratio:.3f}", one.style, one.case)
    return made
