"""After a room nothing is left of it on this machine: no process, no file, no mount, no shared memory."""

from __future__ import annotations

import ctypes
import os
import socket
import tempfile
import time
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import pytest

from autograder.sandbox import Cell, Sandbox, cgroup

from .conftest import PATIENT

#: What a test lays out for itself on this machine, another must not see.
pytestmark = pytest.mark.xdist_group("leftovers")

#: An age in seconds that nobody else sleeps for.
MARK = str(10**6 + os.getpid())
#: Leaves whatever one can leave: files, daemons, mapped and System V shared memory, queues, sockets, pipes, locks.
LEAVES = """
import ctypes, mmap, multiprocessing.shared_memory, os, socket, tempfile, threading, time
libc = ctypes.CDLL(None)
segment = multiprocessing.shared_memory.SharedMemory(create=True, size=2**20)
mapped = mmap.mmap(-1, 2**20)
identity = libc.shmget(0, 2**20, 0o1600), libc.msgget(0, 0o1600), libc.semget(0, 4, 0o1600)
os.mkfifo("/tmp/pipe")
for folder in ("/tmp", "/dev/shm", os.getcwd(), tempfile.mkdtemp()):
    open(os.path.join(folder, "left-behind"), "w").write("x" * 10**5)
listener = socket.socket(socket.AF_UNIX)
listener.bind("/tmp/socket")
abstract = socket.socket(socket.AF_UNIX)
abstract.bind("\\0left-behind")
for _ in range(4):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execv("/bin/sleep", ["sleep", "{mark}"])
        time.sleep({mark})
threading.Thread(target=time.sleep, args=({mark},), daemon=True).start()
def leave():
    if os.fork() == 0:
        os.setsid()
        time.sleep({mark})
    open("/tmp/of-a-check", "w").close()
    return list(identity)
""".replace("{mark}", MARK)


def snapshot(own: int) -> dict[str, set[str]]:
    """What there is on this machine; processes below the warm process ``own`` and those that sleep as LEAVES does."""
    return {
        "processes": {name for name in filter(str.isdigit, os.listdir("/proc")) if below(int(name), own)},
        "sleepers": {name for name in filter(str.isdigit, os.listdir("/proc")) if MARK.encode() in command(name)},
        "mounts": {line for line in Path("/proc/self/mountinfo").read_text().splitlines() if "sandbox" in line},
        "number of mounts": {str(len(Path("/proc/self/mountinfo").read_text().splitlines()))},
        "shared memory": {path.name for path in Path("/dev/shm").glob("psm_*")},
        "System V": set(Path("/proc/sysvipc/shm").read_text().splitlines()),
        "queues": set(Path("/proc/sysvipc/msg").read_text().splitlines()),
        "files": {path.name for path in Path(tempfile.gettempdir()).glob("*left-behind*")},
        "sockets": {line for line in Path("/proc/net/unix").read_text().splitlines() if "left-behind" in line},
    }


def command(name: str) -> bytes:
    """The arguments of a process, b"" where it is gone."""
    try:
        return Path("/proc", name, "cmdline").read_bytes()
    except OSError:
        return b""


def below(process: int, ancestor: int) -> bool:
    """Whether ``process`` descends from ``ancestor``."""
    while process not in (0, 1, ancestor):
        try:
            process = int(Path("/proc", str(process), "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return False
    return process == ancestor


def settled(own: int, before: dict[str, set[str]]) -> dict[str, set[str]]:
    """What there is once the kernel has cleared up, or after ten seconds."""
    for _ in range(200):
        after = snapshot(own)
        if after == before:
            break
        time.sleep(0.05)
    return after


def asleep(own: int, count: int) -> dict[str, set[str]]:
    """What there is once ``count`` of those that LEAVES starts have become who they are, or after a minute."""
    for _ in range(1200):
        found = snapshot(own)
        if len(found["sleepers"]) >= count:
            break
        time.sleep(0.05)
    return found


def test_nothing_is_left_of_a_hostile_room() -> None:
    with Sandbox("numpy", limits=PATIENT) as sandbox:
        with sandbox.open() as room:
            room.run([Cell("warm", "1")])
        assert sandbox.warm is not None
        own = sandbox.warm.process.pid
        before = settled(own, snapshot(own))
        with sandbox.open() as room:
            run = room.run([Cell("leaves", LEAVES)])[0]
            assert run.fault is None
            during = asleep(own, 4)
            with room.check() as session:
                assert all(number >= 0 for number in session.call("leave").value)
            assert not snapshot(own)["sleepers"]
        assert settled(own, before) == before
    inside = {"processes", "sleepers"}
    assert len(during["sleepers"]) >= 4 and during["processes"] > before["processes"]
    assert all(during[key] == before[key] for key in set(before) - inside)


def test_what_is_left_would_be_seen() -> None:
    """The control for everything that never shows outside while a room is open."""
    own = os.getpid()
    before = snapshot(own)
    library = ctypes.CDLL(None)
    memory, queue = library.shmget(0, 4096, 0o1600), library.msgget(0, 0o1600)
    segment = SharedMemory(create=True, size=4096)
    try:
        with (
            tempfile.NamedTemporaryFile(prefix="left-behind"),
            socket.socket(socket.AF_UNIX) as abstract,
        ):
            abstract.bind("\0left-behind")
            during = snapshot(own)
    finally:
        segment.close()
        segment.unlink()
        library.shmctl(memory, 0, None)
        library.msgctl(queue, 0, None)
    for name in ("shared memory", "System V", "queues", "files", "sockets"):
        assert during[name] > before[name] or len(during[name]) > len(before[name]), name


def test_a_sandbox_takes_its_processes_and_groups_with_it() -> None:
    with Sandbox("numpy", limits=PATIENT) as sandbox:
        assert sandbox.warm is not None
        own, folders = sandbox.warm.process.pid, list(sandbox.warm.group.folders)
        assert bool(folders) == bool(cgroup.places())
        with sandbox.open() as room:
            room.run([Cell("leaves", LEAVES)])
            assert asleep(own, 1)["sleepers"]
    assert not any(folder.exists() for folder in folders)
    assert snapshot(own)["processes"] == set()
