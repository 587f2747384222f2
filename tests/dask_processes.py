"""Dask's scheduler and workers as processes on loopback, for tests and for the benchmark of workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LONG = 120.0
REFUSED = "refused"  # a file in the cluster's folder: until it is there, a fake grader of "patient" takes its time


def until(true: Callable[[], Any], what: str) -> None:
    deadline = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


class Cluster:
    """Processes on loopback, each ended by its own number."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "graded"
        self.log.touch()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def start(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        places = {"PYTHONPATH": str(ROOT), "TMPDIR": str(self.folder), "FAKE": str(self.log)}
        with open(self.folder / f"process-{len(self.processes)}.txt", "wb") as said:
            process = subprocess.Popen(
                command, stdout=said, stderr=said, cwd=self.folder, env={**os.environ, **places, **environment}
            )
        self.processes.append(process)
        return process

    def scheduler(self, port: int = 0) -> subprocess.Popen[bytes]:
        file = self.folder / f"scheduler-{len(self.processes)}.json"
        where = ("--host", "127.0.0.1", "--port", str(port), "--dashboard-address", "127.0.0.1:0")
        process = self.start(sys.executable, "-m", "dask", "scheduler", *where, "--scheduler-file", str(file))

        def answers() -> bool:
            assert process.poll() is None, self.said()
            try:
                self.address = json.loads(file.read_bytes())["address"]
            except (OSError, ValueError):
                return False
            return True

        until(answers, "the scheduler")
        return process

    def worker(self, *options: str, real: bool = False, mask: str = "", **environment: str) -> subprocess.Popen[bytes]:
        before = [sys.executable, "-m", "tests.sandbox.masked", mask] if mask else []
        fake = [] if real else ["--preload", "tests.cluster_preload"]
        where = ("--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder))
        return self.start(
            *before, sys.executable, "-m", "dask", "worker", self.address, *where, *fake, *options, **environment
        )

    def graded(self) -> list[list[str]]:
        """What fake graders noted: process, digest, mode of the course folder, fingerprint, reference files."""
        return [line.split(maxsplit=4) for line in self.log.read_text().splitlines()]

    def said(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("process-*.txt")))

    def parcels(self) -> list[Path]:
        return list(self.folder.glob("autograder-*"))

    def end(self) -> None:
        for process in reversed(self.processes):  # workers first: they take leave of their scheduler
            process.terminate()
            try:
                process.wait(LONG)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
