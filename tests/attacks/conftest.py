"""The catalogue, graded once for all tests in this folder."""

from __future__ import annotations

import contextlib
import ctypes
import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.attacks.catalogue import THREATS, Attack, catalogue
from tests.attacks.outcome import Outcome, outcomes, run

PR_SET_CHILD_SUBREAPER = 36


def sample(attacks: list[Attack]) -> list[Attack]:
    """A quarter of the catalogue, the same every time: the whole of it takes ten minutes (``ATTACKS=all``)."""
    if os.environ.get("ATTACKS") == "all":
        return attacks
    by_threat = [[attack for attack in attacks if attack.threat == threat] for threat in THREATS]
    return [attack for same in by_threat for attack in same[::4]]


ATTACKS = sample(catalogue())


class Batch:
    """Courses, rows and printed text by notebook, and what was left on the machine afterwards."""

    def __init__(self, root: Path) -> None:
        self.courses, self.said = {}, {}
        self.rows: dict[str, Outcome] = {}
        self.students: dict[str, str] = {}
        # Whoever loses their parent becomes a child of this process, and is found below.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        before, children = residue(), running()
        self.temporary = root / "temporary"
        self.temporary.mkdir()
        for notebook in ("dense", "dense_keras"):
            mine = [attack for attack in ATTACKS if attack.notebook == notebook]
            course, students, said = run(root / notebook, mine, notebook, TMPDIR=str(self.temporary))
            self.courses[notebook], self.said[notebook] = course, said
            self.students |= students
            self.rows |= {row.attack.name: row for row in outcomes(course, students, mine)}
        self.left = settled(lambda: residue() - before)
        self.processes = settled(lambda: running() - children)

    def student(self, attack: Attack) -> str:
        """Who handed this attack in."""
        return self.students[attack.name]


def settled(look: Callable[[], set]) -> set:
    """What is still there after a while: other tests come and go meanwhile."""
    found = look()
    for _ in range(20):
        if not found:
            break
        time.sleep(0.25)
        found &= look()
    return found


def running() -> set[psutil.Process]:
    """Every process below this one. Those that have ended and wait for their new parent, us, to ask are let go."""
    found = set(psutil.Process().children(recursive=True))
    for process in list(found):
        with contextlib.suppress(psutil.NoSuchProcess, ChildProcessError):
            if process.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(process.pid, os.WNOHANG)
                found.discard(process)
    return found


def residue() -> set[str]:
    """What a room could leave behind: mounts, shared memory, semaphores, message queues."""
    found = {f"mount {line.split()[4]}" for line in Path("/proc/self/mountinfo").read_text().splitlines()}
    found |= {f"/dev/shm/{name}" for name in os.listdir("/dev/shm")}
    for kind in ("shm", "sem", "msg"):
        found |= {f"{kind} {line}" for line in Path("/proc/sysvipc", kind).read_text().splitlines()[1:]}
    return found


@pytest.fixture(scope="session")
def batch(tmp_path_factory):
    return Batch(tmp_path_factory.mktemp("attacks"))
