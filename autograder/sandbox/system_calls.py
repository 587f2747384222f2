"""Attempts at what the filter of system calls refuses, by the promise that they prove.

Most give arguments that no kernel accepts and that the kernel looks at before it asks who is calling: refused by the
filter the answer is EPERM (or ENOSYS), without it EINVAL, EFAULT or EBADF. So the control works for any user.
"""

from __future__ import annotations

import errno
import os
from typing import Final

import pyseccomp

NOWHERE: Final = -1  # no such address, no such descriptor
BAD: Final = 0xFFFF_FFFF  # no such flags
AF_ALG, AF_VSOCK, AF_XDP = 38, 40, 44
NEW_USER, NEW_USER_AND_FS = 0x1000_0000, 0x1000_0200
TIOCSTI: Final = 0x5412
F_SETLEASE, F_NOTIFY = 1024, 1026
KEY_SESSION, PTRACE_ATTACH = -3, 16
CACHESTAT, FCHMODAT2, STATMOUNT = 451, 452, 457

Call = tuple[int | str, tuple[int | bytes, ...]]

REFUSED: Final[dict[str, tuple[Call, ...]]] = {
    "no keyring": (
        ("keyctl", (0, KEY_SESSION, 0)),
        ("add_key", (NOWHERE, NOWHERE, NOWHERE, 0, 0)),
        ("request_key", (NOWHERE, NOWHERE, NOWHERE, 0)),
    ),
    "no vsock, no other family of sockets": tuple(("socket", (family, 2, 0)) for family in (AF_VSOCK, AF_ALG, AF_XDP)),
    "no tracing": (
        ("ptrace", (PTRACE_ATTACH, 0, 0, 0)),
        ("process_vm_readv", (0, NOWHERE, 0, NOWHERE, 0, BAD)),
        ("process_vm_writev", (0, NOWHERE, 0, NOWHERE, 0, BAD)),
        ("pidfd_getfd", (NOWHERE, 0, BAD)),
        ("kcmp", (0, 0, BAD, 0, 0)),
    ),
    "no bpf": (("bpf", (BAD, NOWHERE, 0)),),
    "no perf events": (("perf_event_open", (NOWHERE, 0, -1, -1, 0)),),
    "no mounting": (
        ("mount", (b"none", b"/no/such/folder", b"tmpfs", 0, 0)),
        ("umount2", (b"/no/such/folder", BAD)),
        ("chroot", (b"/no/such/folder",)),
        ("open_tree", (NOWHERE, b"", BAD)),
        ("mount_setattr", (NOWHERE, b"", BAD, NOWHERE, 0)),
        ("name_to_handle_at", (NOWHERE, b"", NOWHERE, NOWHERE, BAD)),
    ),
    "no userfaultfd": (("userfaultfd", (BAD,)),),
    "no new namespaces": (
        ("unshare", (NEW_USER_AND_FS | 1,)),
        ("setns", (NOWHERE, 0)),
        ("clone", (NEW_USER_AND_FS, 0, 0, 0, 0)),
    ),
    "no leases on files": (("fcntl", (NOWHERE, F_SETLEASE, 1)), ("fcntl", (NOWHERE, F_NOTIFY, 1))),
    "no typing into a terminal": (("ioctl", (NOWHERE, TIOCSTI, NOWHERE)),),
    "no limits for other processes": (("prlimit64", (1, BAD, NOWHERE, 0)),),
}
ABSENT: Final[dict[str, tuple[Call, ...]]] = {
    "no io_uring": (
        ("io_uring_setup", (0, NOWHERE)),
        ("io_uring_enter", (NOWHERE, 0, 0, 0, 0, 0)),
        ("io_uring_register", (NOWHERE, BAD, 0, 0)),
    ),
    "no asynchronous I/O, no watching of files": (("io_setup", (0, NOWHERE)), ("inotify_init1", (BAD,))),
    "no namespaces by clone3": (("clone3", (NOWHERE, 0)),),
    "nothing newer than the filter": (
        (CACHESTAT, (NOWHERE, NOWHERE, NOWHERE, 0)),
        (FCHMODAT2, (NOWHERE, b"", 0, BAD)),
        (STATMOUNT, (NOWHERE, NOWHERE, 0, BAD)),
    ),
}
#: What a kernel may have been built without, or may refuse to everybody: there the control has nothing to find.
OPTIONAL: Final = ("no io_uring", "no bpf", "nothing newer than the filter")

TRY: Final = """
import ctypes
library = ctypes.CDLL(None, use_errno=True)
found = []
for name, number, arguments in {calls!r}:
    ctypes.set_errno(0)
    words = [ctypes.c_char_p(word) if isinstance(word, bytes) else ctypes.c_long(word) for word in arguments]
    library.syscall(ctypes.c_long(number), *words)
    if ctypes.get_errno() != {refused}:
        found.append(name)
"""

FOREIGN: Final = "no system calls of another architecture"
#: ``getpid`` by the 32-bit gate (mov eax, 20; int 0x80; ret) and by the number that x32 gives it.
TRY_FOREIGN: Final = r"""
import ctypes, mmap, os
def old_gate():
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
def x32():
    return ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 | 39))
found = []
for attempt in (old_gate, x32):
    child = os.fork()
    if child == 0:
        os._exit(0 if attempt() == os.getpid() else 1)
    if os.waitpid(child, 0)[1] == 0:
        found.append(attempt.__name__)
"""


def attempts() -> dict[str, str]:
    """The probes by what they prove. Raises ``RuntimeError`` where libseccomp cannot be loaded."""
    found = {name: text(calls, errno.EPERM) for name, calls in REFUSED.items()}
    found |= {name: text(calls, errno.ENOSYS) for name, calls in ABSENT.items()}
    if os.uname().machine == "x86_64":
        found[FOREIGN] = TRY_FOREIGN
    return found


def text(calls: tuple[Call, ...], refused: int) -> str:
    """The probe that makes ``calls`` and finds those that are not answered with ``refused``."""
    numbered = [(str(call), resolved(call), arguments) for call, arguments in calls]
    return TRY.format(calls=[entry for entry in numbered if entry[1] >= 0], refused=refused)


def resolved(call: int | str) -> int:
    """The number of a system call on this machine."""
    return call if isinstance(call, int) else int(pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, call))
