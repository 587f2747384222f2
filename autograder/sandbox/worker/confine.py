"""What a student's process gives up for good: system calls (seccomp) and paths (Landlock).

Both go on in the student's process, after the last mount and before the first foreign line, and every fork inherits
them. The filter lists what is refused, because NumPy and TensorFlow use too much to list what is allowed; what a later
kernel adds is refused unseen.
"""

from __future__ import annotations

import errno
from typing import Final

import pyseccomp
from landlockpy import AccessFS, Ruleset, Scope, abi_version
from pyseccomp import EQ, ERRNO, GE, MASKED_EQ, NE, Arg, SyscallFilter

from .linux import MissingLayer

#: Refused with EPERM, whatever the arguments.
REFUSED: Final = (
    *("add_key", "keyctl", "request_key"),
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp"),
    *("bpf", "perf_event_open", "userfaultfd", "lookup_dcookie", "fanotify_init", "syslog", "acct", "quotactl"),
    *("mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "mount_setattr"),
    *("fsopen", "fsconfig", "fsmount", "fspick", "name_to_handle_at", "open_by_handle_at"),
    *("unshare", "setns", "swapon", "swapoff", "reboot", "kexec_load", "kexec_file_load"),
    *("init_module", "finit_module", "delete_module", "create_module", "get_kernel_syms", "query_module"),
    *("settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname"),
    *("sync", "syncfs", "sysfs", "mbind", "set_mempolicy", "move_pages", "migrate_pages"),
    *("iopl", "ioperm", "modify_ldt", "vhangup", "nfsservctl", "uselib"),
)
#: Refused with ENOSYS: libraries ask whether these exist and do without. clone3 hides its flags in memory.
ABSENT: Final = (
    *("io_uring_setup", "io_uring_enter", "io_uring_register", "clone3", "memfd_secret", "quotactl_fd"),
    # Counted over the whole machine or per user, not per room.
    *("io_setup", "io_destroy", "io_submit", "io_cancel", "io_getevents", "io_pgetevents"),
    *("inotify_init", "inotify_init1", "inotify_add_watch", "inotify_rm_watch"),
)
#: The newest system call that this list has looked at (Linux 5.17, on every architecture); later ones are absent.
NEWEST: Final = 450
RESERVED: Final = 600
UNKNOWN: Final = -1

#: mount, cgroup, uts, ipc, user, pid and network namespaces.
NEW_NAMESPACES: Final = (0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000)
#: Between AF_UNIX (1), AF_INET (2), AF_INET6 (10) and AF_NETLINK (16), which ``getaddrinfo`` asks for addresses.
OTHER_FAMILIES: Final = (0, *range(3, 10), *range(11, 16))
FIRST_OTHER_FAMILY: Final = 17
AF_NETLINK, NETLINK_ROUTE = 16, 0
UDPLITE, MPTCP = 136, 262
#: A lease on a file that the host can read, too, has whoever opens it there wait for up to 45 seconds.
F_SETLEASE, F_NOTIFY = 1024, 1026
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
WORD: Final = 0xFFFF_FFFF  # the kernel looks at 32 bits of these arguments, whatever stands above them
PERSONALITY_QUERY: Final = 0xFFFF_FFFF

READ: Final = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
ON_FILES: Final = AccessFS.READ_FILE | AccessFS.WRITE_FILE | AccessFS.TRUNCATE | AccessFS.IOCTL_DEV
WRITABLE: Final = ("/tmp", "/dev/shm", "/dev/pts")
DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty")


def system_calls() -> SyscallFilter:
    """The filter, to be built once; a process puts it on with ``load``.

    Raises ``MissingLayer`` where libseccomp is too old.
    """
    refuse, absent = ERRNO(errno.EPERM), ERRNO(errno.ENOSYS)
    made = SyscallFilter(pyseccomp.ALLOW)
    try:
        made.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)
    except OSError as error:
        raise MissingLayer(f"seccomp: this kernel takes no filter ({error})") from error
    for name in REFUSED:
        made.add_rule(refuse, number(name))
    for name in ABSENT:
        made.add_rule(absent, number(name))
    for later in range(NEWEST + 1, RESERVED):
        made.add_rule(absent, later)
    for flag in NEW_NAMESPACES:
        made.add_rule(refuse, "clone", Arg(0, MASKED_EQ, flag, flag))
    for call in ("socket", "socketpair"):
        for family in OTHER_FAMILIES:
            made.add_rule(refuse, call, Arg(0, EQ, family))
        made.add_rule(refuse, call, Arg(0, GE, FIRST_OTHER_FAMILY))
    made.add_rule(refuse, "socket", Arg(0, EQ, AF_NETLINK), Arg(2, NE, NETLINK_ROUTE))
    for protocol in (UDPLITE, MPTCP):
        made.add_rule(refuse, "socket", Arg(2, EQ, protocol))
    for command in (F_SETLEASE, F_NOTIFY):
        made.add_rule(refuse, "fcntl", Arg(1, MASKED_EQ, WORD, command))
    for request in (TIOCSTI, TIOCLINUX):
        made.add_rule(refuse, "ioctl", Arg(1, MASKED_EQ, WORD, request))
    made.add_rule(refuse, "personality", Arg(0, NE, PERSONALITY_QUERY))
    # Limits of another process; one's own may only be lowered.
    made.add_rule(refuse, "prlimit64", Arg(0, NE, 0), Arg(2, NE, 0))
    return made


def refusing(name: str) -> SyscallFilter:
    """A filter that refuses one call with EPERM, to try whether filters work here."""
    made = SyscallFilter(pyseccomp.ALLOW)
    made.add_rule(ERRNO(errno.EPERM), number(name))
    return made


def number(name: str) -> int:
    """The number of a system call; negative where this architecture does not have it."""
    found: int = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    if found == UNKNOWN:
        raise MissingLayer(f"seccomp: libseccomp here does not know {name}; 2.5.2 or later is needed")
    return found


def confine(calls: SyscallFilter, home: str) -> None:
    """Give up for this process and all that it starts.

    Raises ``MissingLayer`` where the kernel does not take a layer.
    """
    with paths(home) as rules:
        try:
            rules.restrict()
        except OSError as error:
            raise MissingLayer(f"Landlock: {error}") from error
    try:
        calls.load()
    except OSError as error:
        raise MissingLayer(f"seccomp: {error}") from error


def paths(home: str) -> Ruleset:
    """Rules by which a process may read and execute what it sees, and write to a few places.

    On top, as far as the kernel knows how: no TCP (ABI 4), no signal and no abstract socket that leads out (ABI 6).
    Raises ``MissingLayer``.
    """
    try:
        if not abi_version():
            raise MissingLayer("Landlock: this kernel does not have it, or it is not among the active security modules")
        rules = Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET)
        rules.allow_path("/", READ)
        for place in (*WRITABLE, home):
            rules.allow_path(place, rules.handled_fs)
        for device in DEVICES:
            rules.allow_path(device, ON_FILES)
    except OSError as error:
        raise MissingLayer(f"Landlock: {error}") from error
    return rules
