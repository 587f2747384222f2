"""Keeper, init, student: three forks between the warm process and the first line of a student's code.

The keeper stands outside the room's pid namespace and outlives everything in it. It does two things: it kills init when
the trusted side closes the lifeline (the kernel then kills whatever is left in the namespace), and it reports how init
ended. Init is pid 1 of the namespace: it furnishes the room, forks the student's process, reaps orphans, and ends when
that process ends.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from ..bubblewrap import HOME
from ..errors import EXIT_CODES
from ..limits import Limits
from ..protocol import Gone, encode
from . import linux
from .faults import limit_of

if TYPE_CHECKING:
    from pyseccomp import SyscallFilter  # loads libseccomp, which without isolation need not be there

UID = 1000
SHUT = b"."  # what the student's process says once every layer is on; silence means that the room is not fit for use
NAMESPACES = (
    linux.CLONE_NEWUSER
    | linux.CLONE_NEWNS
    | linux.CLONE_NEWPID
    | linux.CLONE_NEWIPC
    | linux.CLONE_NEWUTS
    | linux.CLONE_NEWNET
)

Student = Callable[[socket.socket], None]


def keep(
    channel: socket.socket,
    lifeline: socket.socket,
    limits: Limits,
    student: Student,
    *,
    nested: bool,
    calls: SyscallFilter | None,
) -> NoReturn:
    """Run as keeper, in a process of its own. Never returns.

    ``nested``: the room gets namespaces of its own. ``calls``: the filter of system calls; None only without isolation.
    """
    status, fault = 0, ""
    home = "" if calls is not None else tempfile.mkdtemp(prefix="room-")
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if nested:
            enter_namespaces()
        else:
            linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        init = os.fork()
        if init == 0:
            lifeline.close()
            be_init(channel, limits, student, calls, nested=nested, home=home)
        channel.close()
        status = watch(init, lifeline)
    except OSError as error:
        fault = str(error)
    finally:
        if not nested:
            kill_everything()
        if home:
            shutil.rmtree(home, ignore_errors=True)
        with contextlib.suppress(OSError):
            lifeline.sendall(encode(Gone(status, fault)))
        os._exit(0)


def enter_namespaces() -> None:
    """Leave the warm process's namespaces; the next child is pid 1 of a new one."""
    uid, gid = os.geteuid(), os.getegid()
    linux.unshare(NAMESPACES)
    for name, text in (("setgroups", "deny"), ("gid_map", f"{UID} {gid} 1"), ("uid_map", f"{UID} {uid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def watch(init: int, lifeline: socket.socket) -> int:
    """Wait until init ends or the lifeline is closed; the status of init."""
    ended = os.pidfd_open(init)
    poll = select.poll()
    poll.register(ended, select.POLLIN)
    poll.register(lifeline, select.POLLIN | select.POLLHUP | select.POLLRDHUP)
    if ended not in dict(poll.poll()):
        os.kill(init, signal.SIGKILL)
    status = os.waitpid(init, 0)[1]
    os.close(ended)
    return status


def kill_everything() -> None:
    """Kill every descendant of this process. Needed only where no pid namespace does it."""
    mine = os.getpid()
    for _ in range(100):
        children = [pid for pid, parent in parents() if parent == mine]
        if not children:
            return
        for pid in children:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        for pid in children:
            with contextlib.suppress(OSError):
                os.waitpid(pid, 0)


def parents() -> list[tuple[int, int]]:
    """Every process with its parent."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
            found.append((int(name), int(file.read().rpartition(b")")[2].split()[1])))
    return found


def be_init(
    channel: socket.socket,
    limits: Limits,
    student: Student,
    calls: SyscallFilter | None,
    *,
    nested: bool,
    home: str,
) -> NoReturn:
    """Furnish the room, fork the student's process, reap, and end as it ended. Never returns."""
    code = 255
    try:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        if nested:
            furnish(limits)
        settle(home or HOME)
        if nested:
            linux.drop_bounding_set()
        linux.drop_capabilities()
        shut, report = os.pipe()
        first = os.fork()
        if first == 0:
            os.close(shut)
            be_student(channel, limits, student, calls, report)
        channel.close()
        os.close(report)
        # The student is the same user in the same namespace and could otherwise trace init and stop it.
        linux.prctl(linux.PR_SET_DUMPABLE, 0)
        if os.read(shut, 1) == SHUT:
            code = reap(first)
    except OSError as error:
        print(f"the room could not be set up: {error}", file=sys.__stderr__, flush=True)
    finally:
        os._exit(code)


def furnish(limits: Limits) -> None:
    """Mount what is private to this room: /proc, terminals, and small file systems in memory that vanish with it."""
    linux.mount("", "/", linux.MS_REC | linux.MS_PRIVATE)
    plain = linux.MS_NOSUID | linux.MS_NODEV
    size = f"size={limits.file_mb}m,nr_inodes=20k"
    linux.mount("tmpfs", "/tmp", plain, f"{size},mode=1777")
    linux.mount("tmpfs", "/dev/shm", plain, f"{size},mode=1777")
    linux.mount("tmpfs", HOME, plain, f"{size},mode=700")
    linux.mount("devpts", "/dev/pts", linux.MS_NOSUID | linux.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620")
    linux.mount("proc", "/proc", plain | linux.MS_NOEXEC)
    # A student who could make user namespaces could mount things; nothing honest needs one.
    with open("/proc/sys/user/max_user_namespaces", "w") as file:
        file.write("0")


def settle(home: str) -> None:
    """Make ``home`` the folder in which the notebook runs."""
    os.chdir(home)
    os.environ.update(HOME=home, PWD=home)


def reap(first: int) -> int:
    """Wait for children, foster children included, until the student's process ends; its status as an exit code."""
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == first:
            return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status) & 0x7F


def be_student(
    channel: socket.socket, limits: Limits, student: Student, calls: SyscallFilter | None, report: int
) -> NoReturn:
    """Set the limits, shut the room, tell init by ``report``, and run what the student wrote. Never returns."""
    code = 1
    try:
        set_limits(limits, bounded=calls is not None)
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")  # where memory runs out, this process goes and not the warm one
        if calls is not None:
            from .confine import confine

            confine(calls, HOME)
        os.write(report, SHUT)
        os.close(report)
        student(channel)
        code = 0
    except BaseException as error:
        code = EXIT_CODES.get(limit_of(error), 1)
        print(f"{type(error).__name__}: {error}", file=sys.__stderr__, flush=True)
    finally:
        os._exit(code)


def set_limits(limits: Limits, *, bounded: bool) -> None:
    """Limits that the kernel keeps, per process; memory counts on top of what is already mapped."""
    with open("/proc/self/statm") as file:
        mapped = resource.getpagesize() * int(file.read().split()[0])
    bounds = {
        resource.RLIMIT_AS: mapped + limits.memory_mb * 2**20,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: limits.file_mb * 2**20,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: 1_000,
    }
    # Without a user namespace the kernel would count every process of this user, not only the room's.
    if bounded:
        bounds[resource.RLIMIT_NPROC] = limits.processes
    for which, bound in bounds.items():
        hard = resource.getrlimit(which)[1]
        lower = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(which, (lower, lower))
