"""The comparisons: this kit and the other side on the same submissions, one right after the other, several times."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from autograder.workers import cores
from benchmarks import bare, classes, stock
from benchmarks.scaling import Costs, costs

ASSIGNMENT = "lstm"
HERE = Path(sys.executable).parent
STAGE = re.compile(r"^│ (\S+)\s+│\s+[\d.]+ │\s+([\d.]+) │", re.MULTILINE)


class Pair(msgspec.Struct, frozen=True):
    """One comparison: seconds of both sides, run by run, and what they were spent on."""

    name: str
    what: str
    submissions: int
    ours: list[float]
    theirs: list[float]
    other: str
    stages: dict[str, float] = {}

    @property
    def ratios(self) -> list[float]:
        """How many times longer the other side took, run by run."""
        return [b / a for a, b in zip(self.ours, self.theirs, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of them."""
        return statistics.median(self.ratios)


def timed(root: Path, *words: str) -> tuple[float, str]:
    """Seconds that a command takes, from the shell's point of view, and what it says.

    Raises ``CalledProcessError``.
    """
    environment = os.environ | {"PATH": f"{HERE}:{os.environ.get('PATH', os.defpath)}"}
    program = [str(HERE / words[0]), *words[1:]]
    started = time.perf_counter()
    done = subprocess.run(program, cwd=root, env=environment, check=True, capture_output=True, text=True)
    if "without the resident grader" in done.stderr:
        raise RuntimeError(done.stderr)
    return time.perf_counter() - started, done.stdout


def command(root: Path, *words: str) -> float:
    """Only the seconds."""
    return timed(root, *words)[0]


@contextmanager
def courses(count: int) -> Iterator[tuple[Path, Path]]:
    """The same submissions in a course of ours and in one of stock nbgrader, both thrown away afterwards."""
    classes.saved(ASSIGNMENT)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        ours = classes.course(Path(name, "ours"), ASSIGNMENT)
        command(ours, "nbgrader", "generate_assignment", ASSIGNMENT)
        theirs = stock.course(Path(name, "stock"), ASSIGNMENT)
        for root in (ours, theirs):
            classes.hand_in(root, ASSIGNMENT, count)
        yield ours, theirs


def forget(root: Path) -> None:
    """Take a course back to before grading; reference values stay, as they do from one batch to the next."""
    for name in ("autograded", ".autograder/reports"):
        shutil.rmtree(root / name, ignore_errors=True)


def throughput(say: Callable[[str], None], ours: int, theirs: int, rounds: int) -> tuple[list[Pair], Costs]:
    """Grade a class without and with a resident grader; stock nbgrader gets the first few of them.

    Its time per submission does not change with their number. Gives the comparisons, and what one submission costs.
    """
    with courses(ours) as (here, there):
        for folder in sorted((there / "submitted").iterdir())[theirs:]:
            shutil.rmtree(folder)
        grade = ("autograder", "grade", ASSIGNMENT, "--force", "--timings")
        command(here, *grade, "--student", "s00001")  # the references of a new course
        fast, served, slow, stages = [], [], [], {}
        for number in range(rounds):
            forget(here)
            shutil.rmtree(there / "autograded", ignore_errors=True)
            seconds, said = timed(here, *grade)
            fast.append(seconds / ours)
            stages = {name: float(value) for name, value in STAGE.findall(said)}
            slow.append(command(there, "nbgrader", "autograde", ASSIGNMENT, "--force") / theirs)
            with resident(here):
                forget(here)
                served.append(command(here, *grade) / ours)
            say(
                f"throughput, run {number + 1}: {1000 * fast[-1]:.0f} ms, {1000 * served[-1]:.0f} ms with a resident "
                f"grader, and {slow[-1]:.2f} s a submission"
            )
        own = (stages["read"] + stages["record"]) / 1000
        spent = costs(here, ASSIGNMENT, ours, statistics.median(fast) * cores(), own)
        what = f"`autograder grade` on {ours} submissions, stock `nbgrader autograde` on {theirs}: seconds a submission"
        return [
            Pair("throughput", what, ours, fast, slow, "stock nbgrader", stages),
            Pair(
                "throughput, resident", "the same, where `autograder serve` runs", ours, served, slow, "stock nbgrader"
            ),
        ], spent


@contextmanager
def resident(root: Path) -> Iterator[None]:
    """A resident grader of a course, ready."""
    with subprocess.Popen([str(HERE / "autograder"), "serve"], cwd=root, stdout=subprocess.PIPE, text=True) as process:
        try:
            if not process.stdout or not any(line.startswith("Ready") for line in process.stdout):
                raise RuntimeError("the resident grader did not start")
            yield
        finally:
            process.terminate()


def alone(say: Callable[[str], None], rounds: int) -> list[Pair]:
    """Grade one submission: cold through nbgrader's command, and through ours without and with a resident grader."""
    with courses(1) as (here, there):
        one = ("autograder", "grade", ASSIGNMENT, "--student", "s00001", "--force")
        command(here, "autograder", "grade", ASSIGNMENT)
        cold, warm, slow, served = [], [], [], []
        for number in range(rounds):
            forget(here)
            shutil.rmtree(there / "autograded", ignore_errors=True)
            cold.append(command(here, "nbgrader", "autograde", ASSIGNMENT, "--student", "s00001", "--force"))
            slow.append(command(there, "nbgrader", "autograde", ASSIGNMENT, "--student", "s00001", "--force"))
            forget(here)
            warm.append(command(here, *one))
            with resident(here):
                for _ in range(2 * cores()):  # each of its processes has graded before, as in the middle of a day
                    command(here, *one)
                forget(here)
                served.append(command(here, *one))
            say(f"alone, run {number + 1}: {cold[-1]:.1f} s, {warm[-1]:.1f} s, {served[-1]:.2f} s and {slow[-1]:.1f} s")
        return [
            Pair(
                "alone, cold", "one submission through `nbgrader autograde --student`", 1, cold, slow, "stock nbgrader"
            ),
            Pair(
                "alone, own command",
                "one submission through `autograder grade --student`",
                1,
                warm,
                slow,
                "stock nbgrader",
            ),
            Pair(
                "alone, resident",
                "one submission through `autograder grade --student`, where `autograder serve` runs",
                1,
                served,
                slow,
                "stock nbgrader",
            ),
        ]


def limit(say: Callable[[str], None], count: int, rounds: int) -> Pair:
    """Grade a class with one process, against the students' own cells and calls in one bare process."""
    with courses(count) as (here, _):
        command(here, "autograder", "grade", ASSIGNMENT, "--student", "s00001")
        fast, least = [], []
        for number in range(rounds):
            forget(here)
            fast.append(command(here, "autograder", "grade", ASSIGNMENT, "--force", "--jobs", "1") / count)
            least.append(bare.seconds(here, ASSIGNMENT) / count)
            say(f"limit, run {number + 1}: {1000 * fast[-1]:.0f} ms and {1000 * least[-1]:.0f} ms a submission")
        what = (
            f"`autograder grade --jobs 1` on {count} submissions against their own cells and calls in one bare process"
        )
        return Pair("limit", what, count, fast, least, "bare code")


def growth(say: Callable[[str], None], sizes: list[int]) -> dict[int, dict[str, float]]:
    """Grade classes of growing size: seconds a submission, and the coordinator's memory at its highest, in MiB."""
    found = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            root = classes.course(Path(name, "ours"), ASSIGNMENT)
            command(root, "nbgrader", "generate_assignment", ASSIGNMENT)
            classes.hand_in(root, ASSIGNMENT, size)
            command(root, "autograder", "grade", ASSIGNMENT, "--student", "s00001")
            with open(Path(name, "log"), "w") as log:
                started = time.perf_counter()
                process = subprocess.Popen(
                    [str(HERE / "autograder"), "grade", ASSIGNMENT, "--force"], cwd=root, stdout=log, stderr=log
                )
                _, status, usage = os.wait4(process.pid, 0)
                seconds = time.perf_counter() - started
            if status:
                raise RuntimeError(Path(name, "log").read_text()[-2000:])
            found[size] = {"seconds": seconds / size, "memory": usage.ru_maxrss / 1024}
            say(f"growth: {size} submissions, {1000 * seconds / size:.0f} ms each, {usage.ru_maxrss / 1024:.0f} MiB")
    return found
