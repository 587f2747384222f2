"""One worker of a Dask cluster against two of them, on this machine, for the same class."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.pairs import ASSIGNMENT, Pair, command, courses, forget
from tests.dask_processes import Cluster


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler with this many workers of one thread each, which are ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-dask-") as name:
        made = Cluster(Path(name))
        try:
            made.scheduler()
            for _ in range(workers):
                made.worker("--no-nanny", real=True)
            yield made.address
        finally:
            made.end()


def measure(say: Callable[[str], None], count: int, rounds: int) -> Pair:
    """Grade a class with two workers and with one; what counts is the second time, when they are warm."""
    with courses(count) as (here, _):
        two, one = [], []
        for number in range(rounds):
            for size, found in ((2, two), (1, one)):
                with cluster(size) as address:
                    for times in ([], found):
                        forget(here)
                        seconds = command(here, "autograder", "grade", ASSIGNMENT, "--force", "--scheduler", address)
                        times.append(seconds / count)
            say(f"workers, run {number + 1}: {1000 * two[-1]:.0f} ms with two, {1000 * one[-1]:.0f} ms with one")
        what = f"`autograder grade --scheduler` on {count} submissions, seconds a submission: two workers"
        return Pair("two workers", what, count, two, one, "one worker")
