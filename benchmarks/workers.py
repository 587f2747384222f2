"""One worker of a Dask cluster against two of them, on this machine, for the same class."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.pairs import ASSIGNMENT, Pair, command, courses, forget

START_SECONDS = 120.0


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler with this many workers of one thread each, which are ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-dask-") as name, ExitStack() as stack:
        log = stack.enter_context(open(Path(name, "log"), "wb"))

        def start(*words: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "dask", *words]
            environment = os.environ | {"TMPDIR": name}
            process = subprocess.Popen(command, cwd=name, stdout=log, stderr=log, env=environment)
            stack.callback(process.wait)
            stack.callback(process.terminate)
            return process

        file = Path(name, "scheduler.json")
        where = ("--host", "127.0.0.1")
        start("scheduler", *where, "--port", "0", "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(file))
        deadline = time.monotonic() + START_SECONDS
        while not (file.exists() and file.read_bytes().endswith(b"}")):
            if time.monotonic() > deadline:
                raise RuntimeError(f"no scheduler after {START_SECONDS:.0f} s: {Path(name, 'log').read_text()[-2000:]}")
            time.sleep(0.05)
        address = str(json.loads(file.read_bytes())["address"])
        for _ in range(workers):
            start("worker", address, *where, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        yield address


def measure(say: Callable[[str], None], count: int, rounds: int) -> Pair:
    """Grade a class with two workers and with one; both are warm when the class that counts is graded."""
    with courses(count) as (here, _):
        two, one = [], []
        for number in range(rounds):
            for size, found in ((2, two), (1, one)):
                with cluster(size) as address:
                    words = ("autograder", "grade", ASSIGNMENT, "--force", "--scheduler", address)
                    for last in (False, True):
                        forget(here)
                        seconds = command(here, *words)
                        if last:
                            found.append(seconds / count)
            say(f"workers, run {number + 1}: {1000 * two[-1]:.0f} ms with two, {1000 * one[-1]:.0f} ms with one")
        what = f"`autograder grade --scheduler` on {count} submissions, seconds a submission: two workers"
        return Pair("two workers", what, count, two, one, "one worker")
