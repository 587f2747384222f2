"""Bounds the memory of a whole sandbox where no control group can: looks often, and ends the largest process.

Coarser than a control group: between two looks a sandbox can take more than it may, at most what its processes can
fill in that time.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import Final

import psutil

LOOK_SECONDS: Final = 0.05
VICTIM: Final = "1000"  # the oom_score_adj of a student's processes (worker/keeper.py); nobody in there can change it


class Watch(threading.Thread):
    """Looks after the processes below ``pid`` until it is told to stop."""

    def __init__(self, pid: int, memory_mb: int) -> None:
        super().__init__(name=f"memory of {pid}", daemon=True)
        self.pid = pid
        self.bound = memory_mb * 2**20
        self.kills = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        """Look until there is nothing left to look at."""
        while not self.stopped.wait(LOOK_SECONDS):
            try:
                self.look()
            except psutil.NoSuchProcess:
                return

    def look(self) -> None:
        """End the largest process of a student where the sum is over the bound."""
        processes = psutil.Process(self.pid).children(recursive=True)
        # Counts shared pages once for every process: never too little, and cheap.
        if sum(size(process, exact=False) for process in processes) <= self.bound:
            return
        sizes = {process: size(process, exact=True) for process in processes}
        students = [process for process in processes if expendable(process)]
        if sum(sizes.values()) > self.bound and students:
            with contextlib.suppress(psutil.Error):
                max(students, key=sizes.__getitem__).kill()
                self.kills += 1

    def stop(self) -> None:
        """Stop looking."""
        self.stopped.set()
        self.join()


def size(process: psutil.Process, *, exact: bool) -> int:
    """Bytes in memory; ``exact`` counts a page that n processes share as 1/n."""
    try:
        return int(process.memory_full_info().pss if exact else process.memory_info().rss)
    except psutil.AccessDenied:
        return 0 if exact else int(process.memory_info().rss)
    except psutil.Error:
        return 0


def expendable(process: psutil.Process) -> bool:
    """Whether a student's code runs in it."""
    try:
        return Path("/proc", str(process.pid), "oom_score_adj").read_text().strip() == VICTIM
    except OSError:
        return False
