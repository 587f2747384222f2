"""What this machine must bring for the sandbox to stand: each layer is tried, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final, NamedTuple

from . import bubblewrap, cgroup
from .errors import Unavailable

TRY_SECONDS: Final = 60.0

#: Each exits with 0 and says what it found, or with 1 and says why there is nothing.
SECCOMP: Final = """
import sys
try:
    import ctypes, errno
    from autograder.sandbox.worker.confine import refusing
    library = ctypes.CDLL(None, use_errno=True)
    refusing("chroot").load()
    if library.chroot(None) != -1 or ctypes.get_errno() != errno.EPERM:
        sys.exit("the kernel takes the filter and does not apply it")
except (RuntimeError, OSError, ImportError) as error:
    sys.exit(f"{error}; Debian's package is libseccomp2")
print("the kernel refuses what a filter names")
"""
LANDLOCK: Final = """
import sys
try:
    from landlockpy import Ruleset, abi_version
    version = abi_version()
    with Ruleset() as rules:
        rules.restrict()
    open("/dev/null").close()
except PermissionError:
    more = [text for least, text in ((4, "TCP"), (6, "signals and abstract sockets")) if version >= least]
    print(f"ABI {version}: " + ", ".join(["paths", *more]))
except (OSError, ImportError) as error:
    sys.exit(f"{error}; Linux 5.13 or later with landlock among its security modules (/sys/kernel/security/lsm)")
else:
    sys.exit("the kernel takes the rules and does not apply them")
"""


class Layer(NamedTuple):
    """One layer: whether this machine has it, and what was seen."""

    name: str
    there: bool
    detail: str


def look() -> list[Layer]:
    """Every layer that the sandbox cannot do without, in the order in which they go on."""
    return [boxes(), tried("seccomp", SECCOMP), tried("Landlock", LANDLOCK), sums()]


def boxes() -> Layer:
    """The program that makes the outer namespaces."""
    try:
        path = bubblewrap.find()
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=TRY_SECONDS, check=False)
    except (Unavailable, OSError) as error:
        return Layer("bubblewrap", False, str(error))
    return Layer("bubblewrap", done.returncode == 0, f"{path}, {(done.stdout or done.stderr).strip()}")


def tried(name: str, text: str) -> Layer:
    """A layer that a child process puts on."""
    program = f"import sys; sys.path[:] = {sys.path!r}\n{text}"
    command = [sys.executable, "-I", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TRY_SECONDS, check=False, cwd=os.sep)
    said = (done.stdout if done.returncode == 0 else done.stderr).strip()
    return Layer(name, done.returncode == 0, said or f"the trial ended with {done.returncode}")


def sums() -> Layer:
    """What bounds the sum over all processes of a sandbox; there is always something that does."""
    return Layer("memory as a sum", True, cgroup.describe())
