"""Runs a command as on a machine that lacks a layer: python -m tests.sandbox.masked LAYER COMMAND...

The kernel, not the kit, is made to answer as it does where the layer is missing; the kit has no switch for this.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Sequence

import pyseccomp
from pyseccomp import EQ, ERRNO, MASKED_EQ, Arg, SyscallFilter

NEW_USER = 0x1000_0000
PR_SET_SECCOMP = 22
HIDE = 'while [ "$1" != -- ]; do mount --bind /dev/null "$1" || exit 9; shift; done; shift; exec "$@"'


def without_bubblewrap(command: Sequence[str]) -> None:
    """It is not installed."""
    os.execve(command[0], command, {**os.environ, "PATH": "/nowhere"})


def without_libseccomp(command: Sequence[str]) -> None:
    """The library is not installed."""
    known = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    paths = {os.path.realpath(line.split()[-1]) for line in known.splitlines() if "libseccomp.so" in line}
    user = [] if os.geteuid() == 0 else ["--map-root-user"]
    os.execvp("unshare", ["unshare", *user, "--mount", "sh", "-c", HIDE, "sh", *paths, "--", *command])


def refusing(*rules: tuple[int, str, tuple[Arg, ...]]) -> Callable[[Sequence[str]], None]:
    """A kernel that answers certain calls with an error."""

    def run(command: Sequence[str]) -> None:
        kernel = SyscallFilter(pyseccomp.ALLOW)
        for number, name, arguments in rules:
            kernel.add_rule(ERRNO(number), name, *arguments)
        kernel.load()
        os.execv(command[0], command)

    return run


MASKS: dict[str, Callable[[Sequence[str]], None]] = {
    "bubblewrap": without_bubblewrap,
    "libseccomp": without_libseccomp,
    # CONFIG_SECCOMP_FILTER=n
    "seccomp": refusing(
        (errno.ENOSYS, "seccomp", ()),
        (errno.EINVAL, "prctl", (Arg(0, EQ, PR_SET_SECCOMP),)),
    ),
    # Before Linux 5.13, and where the boot line's lsm= leaves it out.
    "Landlock": refusing((errno.ENOSYS, "landlock_create_ruleset", ())),
    "Landlock at boot": refusing((errno.EOPNOTSUPP, "landlock_create_ruleset", ())),
    # Ubuntu's and hardened kernels' restriction of unprivileged user namespaces.
    "user namespaces": refusing(
        (errno.EPERM, "unshare", (Arg(0, MASKED_EQ, NEW_USER, NEW_USER),)),
        (errno.EPERM, "clone", (Arg(0, MASKED_EQ, NEW_USER, NEW_USER),)),
        (errno.ENOSYS, "clone3", ()),
    ),
}

if __name__ == "__main__":
    MASKS[sys.argv[1]](sys.argv[2:])
