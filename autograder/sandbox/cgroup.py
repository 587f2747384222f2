"""Memory and number of processes of a whole sandbox, where the kernel lets us make a control group.

The limits per process (``worker/keeper.py``) hold everywhere. A control group adds a bound on the sum.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path("/sys/fs/cgroup")
#: Written as a shell line so that no code runs between fork and exec of the trusted process.
JOIN: Final = 'n=$1; shift; while [ "$n" -gt 0 ]; do echo $$ > "$1" || exit 1; shift; n=$((n - 1)); done; exec "$@"'
STALE_SECONDS: Final = 600
SETTLE_TRIES: Final = 200
_number = itertools.count()


@cache
def places() -> dict[str, Path]:
    """Folders in which groups for "memory" and "pids" can be made; empty where they cannot."""
    if (ROOT / "cgroup.controllers").exists():
        own = ROOT / Path("/proc/self/cgroup").read_text().partition("::")[2].strip().lstrip("/")
        # A group that holds processes cannot give controllers to its children: only its parent can take ours.
        parent = own.parent if own != ROOT else ROOT
        with contextlib.suppress(OSError):
            if {"memory", "pids"} <= set((parent / "cgroup.subtree_control").read_text().split()) and usable(parent):
                return {"memory": parent, "pids": parent}
        return {}
    found = {kind: ROOT / kind for kind in ("memory", "pids")}
    return found if all(map(usable, found.values())) else {}


def usable(parent: Path) -> bool:
    """Whether a group can be made below ``parent``."""
    trial = parent / f"forwardpass-trial-{os.getpid()}"
    try:
        trial.mkdir()
        trial.rmdir()
    except OSError:
        return False
    return True


def describe() -> str:
    """What is limited as a sum here, in words."""
    if (ROOT / "cgroup.controllers").exists() and places():
        return "memory and processes of the whole sandbox limited by a control group (cgroup v2)"
    if places():
        return "memory and processes of the whole sandbox limited by a control group (cgroup v1)"
    return "no control group can be made: memory of the whole sandbox is polled, processes are limited per submission"


def sweep(parent: Path) -> None:
    """Remove empty groups that a process which was killed has left."""
    for folder in parent.glob("forwardpass-*-*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > STALE_SECONDS:
                folder.rmdir()  # refused where somebody is still in it


class Group:
    """A control group for one sandbox; does nothing where none can be made."""

    def __init__(self, memory_mb: int, processes: int) -> None:
        self.folders: list[Path] = []
        self.memory_mb = memory_mb
        name = next(_number)
        for kind, parent in places().items():
            sweep(parent)
            folder = parent / f"forwardpass-{os.getpid()}-{name}"
            folder.mkdir(exist_ok=True)
            self.folders.append(folder)
            for file, value in self.bounds(kind, memory_mb, processes):
                with contextlib.suppress(OSError):
                    (folder / file).write_text(str(value))

    def bounds(self, kind: str, memory_mb: int, processes: int) -> list[tuple[str, int]]:
        """The files to write."""
        if kind == "pids":
            return [("pids.max", processes)]
        size = memory_mb * 2**20
        return [("memory.max", size), ("memory.limit_in_bytes", size), ("memory.swap.max", 0)]

    @property
    def files(self) -> list[str]:
        """Files into which a process writes its number to join."""
        return [str(folder / "cgroup.procs") for folder in dict.fromkeys(self.folders)]

    def joined(self, command: list[str]) -> list[str]:
        """``command`` so that it starts inside the group."""
        return ["/bin/sh", "-c", JOIN, "sh", str(len(self.files)), *self.files, *command] if self.folders else command

    def kills(self) -> int:
        """How many processes the kernel has ended because the group was out of memory."""
        for folder in self.folders:
            for name in ("memory.events", "memory.oom_control"):
                with contextlib.suppress(OSError):
                    words = (folder / name).read_text().split()
                    if "oom_kill" in words:
                        return int(words[words.index("oom_kill") + 1])
        return 0

    def settle(self) -> None:
        """Wait, for a second or two at most, until half of the memory is free again.

        Segments of shared memory go with their namespace, which the kernel takes down some time after its last process.
        """
        for _ in range(SETTLE_TRIES):
            if self.used() <= self.memory_mb * 2**19:
                return
            time.sleep(0.01)

    def used(self) -> int:
        """Bytes of memory that are charged to the group; 0 where there is none."""
        for folder in self.folders:
            for name in ("memory.current", "memory.usage_in_bytes"):
                with contextlib.suppress(OSError):
                    return int((folder / name).read_text())
        return 0

    def close(self) -> None:
        """Remove the group once its processes are gone."""
        for folder in dict.fromkeys(self.folders):
            for _ in range(100):
                try:
                    folder.rmdir()
                    break
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.01)
