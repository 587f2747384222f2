"""The same submissions in `otter run`: the same checks as the tests of its autograder, one kernel per student.

Otter-Grader wants a virtual environment of its own, in which the kit can be imported too:

    python -m venv otter && otter/bin/pip install otter-grader ipykernel && otter/bin/pip install --no-deps -r requirements.lock
    python -m benchmarks --otter otter
"""  # noqa: E501

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from autograder.exercises import of_assignment
from benchmarks.classes import ROOT
from benchmarks.pairs import ASSIGNMENT, Pair, command, courses, forget

TEST = """OK_FORMAT = True

test = {{
    "name": "{exercise}",
    "points": 1,
    "suites": [
        {{
            "cases": [
                {{
                    "code": ">>> from benchmarks.direct import passes\\n>>> passes('{assignment}', '{exercise}', globals())",
                    "hidden": False,
                    "locked": False,
                }}
            ],
            "scored": True,
            "setup": "",
            "teardown": "",
            "type": "doctest",
        }}
    ],
}}
"""  # noqa: E501


def measure(say: Callable[[str], None], environment: Path, ours: int, theirs: int, rounds: int) -> Pair:
    """Grade a class; Otter gets the first few of the submissions, each by a command of its own, as it wants it."""
    with courses(ours) as (here, _), tempfile.TemporaryDirectory(prefix="bench-otter-") as name:
        otter = Otter(environment, Path(name))
        handed_in = sorted((here / "submitted").glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"))[:theirs]
        command(here, "autograder", "grade", ASSIGNMENT, "--student", "s00001")  # the references of a new course
        fast, slow = [], []
        for number in range(rounds):
            forget(here)
            fast.append(command(here, "autograder", "grade", ASSIGNMENT, "--force") / ours)
            slow.append(sum(map(otter.run, handed_in)) / theirs)
            say(f"otter, run {number + 1}: {1000 * fast[-1]:.0f} ms and {slow[-1]:.2f} s a submission")
    what = f"`autograder grade` on {ours} submissions, `otter run` on {theirs}: seconds a submission"
    return Pair("against Otter", what, ours, fast, slow, "otter run")


class Otter:
    """Otter-Grader in an environment, with an autograder for the assignment in ``folder``."""

    def __init__(self, environment: Path, folder: Path) -> None:
        """Write the tests and have Otter put its autograder together. Raises ``CalledProcessError``."""
        self.program = environment.resolve() / "bin" / "otter"
        self.folder = folder
        tests = folder / "tests"
        tests.mkdir()
        asked = (each for each in of_assignment(ASSIGNMENT) if each.notebook == ASSIGNMENT)
        self.exercises = [each.name for each in asked if each.kind != "explain"]
        for exercise in self.exercises:
            (tests / f"{exercise}.py").write_text(TEST.format(assignment=ASSIGNMENT, exercise=exercise))
        self.call("generate", "-t", str(tests), "-o", str(folder / "autograder.zip"), "--no-requirements")

    def run(self, submission: Path) -> float:
        """Seconds that one submission takes. Raises ``RuntimeError`` where Otter does not ask every test."""
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        copy = str(shutil.copy(submission, work))
        started = time.perf_counter()
        self.call("run", copy, "-a", str(self.folder / "autograder.zip"), "-o", str(work))
        seconds = time.perf_counter() - started
        asked = {test["name"] for test in json.loads((work / "results.json").read_bytes())["tests"]}
        if not asked >= set(self.exercises):
            raise RuntimeError(f"otter run has not asked {sorted(set(self.exercises) - asked)}")
        return seconds

    def call(self, *words: str) -> None:
        """Run Otter. Raises ``CalledProcessError``."""
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "TF_CPP_MIN_LOG_LEVEL": "3"}
        environment["PATH"] = f"{self.program.parent}:{environment.get('PATH', os.defpath)}"
        subprocess.run([str(self.program), *words], cwd=self.folder, env=environment, check=True, capture_output=True)
