"""How long students wait for `check`, in an interpreter of their own: the import, then every stub in every style.

Asked are the styles and mistakes of ``tests/submissions``, each stub once. The time that a student's own function takes
does not count. Pictures, which a notebook draws under a wrong answer, are not drawn here.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator

import msgspec

from autograder.audit.bank import LAYERS, cells
from autograder.compose import defined_in
from autograder.exercises import of_assignment
from benchmarks.classes import SUBMISSIONS

PROGRAM = """
import sys, time
started = time.perf_counter()
from forwardpass import check
imported = time.perf_counter() - started
import contextlib, functools, io, json, warnings
warnings.simplefilter("ignore")
own = 0.0

def timed(function):
    @functools.wraps(function)
    def call(*args, **kwargs):
        global own
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            own += time.perf_counter() - started
    return call

seconds = {"right": [], "wrong": []}
for kind, before, text, stubs in json.load(sys.stdin):
    names = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(before, names)
        exec(text, names)
        for stub in stubs:
            function, own, started = timed(names[stub]), 0.0, time.perf_counter()
            try:
                check(stub, function)
            except Exception:
                pass
            seconds[kind].append(time.perf_counter() - started - own)
print(json.dumps([imported, seconds["right"], seconds["wrong"], "tensorflow" in sys.modules]))
"""


class Waiting(msgspec.Struct, frozen=True, array_like=True):
    """Seconds of the import and of each call, for right and for wrong functions; whether TensorFlow was imported."""

    imported: float
    right: list[float]
    wrong: list[float]
    tensorflow: bool


def measure() -> Waiting:
    """Ask everything once, in a fresh interpreter."""
    asked = json.dumps(list(questions()))
    said = subprocess.run([sys.executable, "-c", PROGRAM], input=asked, capture_output=True, text=True, check=True)
    return msgspec.json.decode(said.stdout, type=Waiting)


def questions() -> Iterator[tuple[str, str, str, list[str]]]:
    """Per file its kind, the code that stands before it in the notebook, its text, and the stubs that it defines."""
    for layer in LAYERS:
        stubs = {exercise.name for exercise in of_assignment(layer) if exercise.kind == "stub"}
        before = "\n".join(cells(layer))
        for folder, kind in (("correct", "right"), ("wrong", "wrong")):
            for path in sorted((SUBMISSIONS / folder / layer).glob("*.py")):
                text = path.read_text(encoding="utf-8")
                yield kind, before, text, sorted(stubs & defined_in(text))


def lines(found: list[Waiting]) -> list[str]:
    """A table in Markdown: medians, and the longest that anybody waits."""
    table = ["| what | median, ms | longest, ms |", "|---|---|---|"]
    right, wrong = ([seconds for one in found for seconds in getattr(one, kind)] for kind in ("right", "wrong"))
    for what, seconds in (
        ("`from forwardpass import check`", [one.imported for one in found]),
        (f"`check` of a right function ({len(found[0].right)} of them)", right),
        (f"`check` of a wrong function ({len(found[0].wrong)} of them)", wrong),
    ):
        table.append(f"| {what} | {1000 * statistics.median(seconds):.1f} | {1000 * max(seconds):.1f} |")
    return [*table, "", f"TensorFlow was {'' if any(one.tensorflow for one in found) else 'not '}imported."]
