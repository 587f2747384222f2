"""The few system calls that Python 3.11 has no name for."""

from __future__ import annotations

import ctypes
import os
from typing import Final

CLONE_NEWNS: Final = 0x00020000
CLONE_NEWUTS: Final = 0x04000000
CLONE_NEWIPC: Final = 0x08000000
CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWPID: Final = 0x20000000
CLONE_NEWNET: Final = 0x40000000

MS_NOSUID: Final = 2
MS_NODEV: Final = 4
MS_NOEXEC: Final = 8
MS_REC: Final = 0x4000
MS_PRIVATE: Final = 1 << 18

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_CAPBSET_DROP: Final = 24
PR_SET_CHILD_SUBREAPER: Final = 36
PR_SET_NO_NEW_PRIVS: Final = 38
PR_CAP_AMBIENT: Final = 47
PR_CAP_AMBIENT_CLEAR_ALL: Final = 4
CAPABILITY_VERSION_3: Final = 0x20080522

MADV_COLLAPSE: Final = 25
HUGE_PAGE: Final = 2 << 20


class MissingLayer(Exception):
    """A layer of the sandbox that this machine lacks; the message begins with its name."""


_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(flags: int) -> None:
    """Leave namespaces for new ones. Raises ``OSError``."""
    _checked(_libc.unshare(flags), "unshare")


def mount(kind: str, target: str, flags: int, data: str = "") -> None:
    """Mount a file system of ``kind`` on ``target``; kind "" changes the propagation of an existing one."""
    source = kind or "none"
    name = kind.encode() if kind else None
    result = _libc.mount(source.encode(), target.encode(), name, ctypes.c_ulong(flags), data.encode() or None)
    _checked(result, f"mount {source} on {target}")


def prctl(option: int, value: int = 0) -> None:
    """Set an attribute of this process. Raises ``OSError``."""
    unused = ctypes.c_ulong(0)
    _checked(_libc.prctl(option, ctypes.c_ulong(value), unused, unused, unused), f"prctl {option}")


def drop_capabilities() -> None:
    """Give up every capability of this process, and the right to gain any by executing a program."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    empty = (ctypes.c_uint32 * 6)()
    _checked(_libc.capset(header, empty), "capset")


def drop_bounding_set() -> None:
    """Empty the set of capabilities that a program could ever give to this process and its children."""
    with open("/proc/sys/kernel/cap_last_cap") as file:
        last = int(file.read())
    for capability in range(last + 1):
        prctl(PR_CAPBSET_DROP, capability)


def use_huge_pages() -> None:
    """Move what this process has in memory into huge pages, where the kernel can (Linux 6.1).

    A fork copies page tables, and the end of a process frees them: a huge page is one entry instead of 512.
    """
    with open("/proc/self/maps") as file:
        regions = [line.split(None, 5) for line in file]
    for addresses, mode, _, _, inode, *_ in regions:
        if (mode, inode) != ("rw-p", "0"):
            continue
        first, end = (int(address, 16) for address in addresses.split("-"))
        for start in range(-(-first // HUGE_PAGE) * HUGE_PAGE, end - HUGE_PAGE + 1, HUGE_PAGE):
            # Refused by an older kernel, and for what was reserved and never written to: then it stays as it is.
            _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(HUGE_PAGE), MADV_COLLAPSE)
