"""One worker of a Dask cluster against two of them, on this machine, for the same class."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.pairs import ASSIGNMENT, Pair, command, courses, forget
from tests.dask_processes import Cluster

NAME = "two workers"


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


@contextmanager
def on(count: int) -> Iterator[None]:
    """Let this process and those that it starts use so many cores only."""
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(mine)[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, mine)


def measure(say: Callable[[str], None], count: int, rounds: int) -> list[Pair]:
    """Grade a class with one worker and with two, both warm.

    Scheduler and coordinator need a core, too: one worker is measured on one core together with them, as two workers
    are on two, and also with a second core for scheduler and coordinator alone.
    """
    found: dict[tuple[int, int], list[float]] = {(2, 2): [], (1, 1): [], (1, 2): []}
    with courses(count) as (here, _):
        for number in range(rounds):
            for (size, cores), seconds in found.items():
                with on(cores), cluster(size) as address:
                    words = ("autograder", "grade", ASSIGNMENT, "--force", "--scheduler", address)
                    command(here, *words, "--student", "s00001", "--student", "s00002")
                    forget(here)
                    seconds.append(command(here, *words) / count)
            said = (f"{1000 * seconds[-1]:.0f} ms" for seconds in found.values())
            say(f"workers, run {number + 1}: {', '.join(said)} with two, with one on one core, with one on two")
    what = f"`autograder grade --scheduler` on {count} submissions, seconds a submission: two workers on two cores"
    both, bound, spare = found.values()
    return [
        Pair(NAME, what, count, both, bound, "one worker on one core"),
        Pair(NAME, what, count, both, spare, "one worker on two cores"),
    ]
