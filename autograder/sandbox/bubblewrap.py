"""The command line of bubblewrap: what a room can see, listed. What is not listed does not exist in there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from .errors import Unavailable
from .fonts import font_list
from .limits import Limits, Profile

HOME: Final = "/home/student"  # inside the sandbox alone: an empty folder in memory, on no machine
ROOM: Final = "/room"
SYSTEM: Final = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
ETC: Final = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime", "/etc/mime.types")
PASSWD: Final = "student:x:1000:1000:student:/home/student:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"
GROUP: Final = "student:x:1000:\nnogroup:x:65534:\n"


def find() -> str:
    """The path of bubblewrap. Raises ``Unavailable`` where there is none."""
    path = shutil.which("bwrap")
    if path is None:
        raise Unavailable(
            "bubblewrap is not installed, and student code is not run without it: sudo apt-get install bubblewrap"
        )
    return path


def arguments(profile: Profile, limits: Limits, files: Mapping[str, int], *, single: bool = False) -> list[str]:
    """Everything that follows ``bwrap``, up to the program.

    ``files``: descriptors from which small files are made. ``single``: no namespaces will be made in there.
    """
    small: list[str] = []
    for name, number in files.items():
        small += ["--perms", "0444", "--ro-bind-data", str(number), name]
    return [
        *isolation(single=single),
        *system(),
        *interpreter(),
        *packages(profile),
        *small,
        *private(limits),
        *environment(profile),
    ]


def small_files() -> dict[str, str]:
    """Files that are written for the room instead of shown from outside."""
    home = Path(sys.base_prefix).resolve() / "bin"
    version = ".".join(map(str, sys.version_info[:3]))
    return {
        f"{ROOM}/pyvenv.cfg": f"home = {home}\ninclude-system-site-packages = false\nversion = {version}\n",
        "/etc/passwd": PASSWD,
        "/etc/group": GROUP,
        **{f"{ROOM}/{name}": text for name, text in font_list().items()},
    }


def isolation(*, single: bool) -> Iterator[str]:
    """Namespaces and privileges."""
    yield from ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
    yield from ("--hostname", "room", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL")
    if os.geteuid() == 0:
        # Kept for the first lines of the warm process only: to mount its /proc and to become nobody.
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_SYS_ADMIN"):
            yield from ("--cap-add", capability)
    else:
        yield "--unshare-user"
        if single:
            yield "--disable-userns"


def system() -> Iterator[str]:
    """The operating system, read-only, without what is installed beside it."""
    yield from ("--ro-bind", "/usr", "/usr", "--perms", "0755", "--dir", "/etc")
    for name in SYSTEM:
        if os.path.islink(name):
            yield from ("--symlink", os.readlink(name), name)
        elif os.path.isdir(name):
            yield from ("--ro-bind", name, name)
    for name in ETC:
        yield from ("--ro-bind-try", name, name)
    base = Path(sys.base_prefix).resolve()
    if not base.is_relative_to("/usr/local") and os.path.isdir("/usr/local"):
        yield from ("--tmpfs", "/usr/local", "--remount-ro", "/usr/local")


def interpreter() -> Iterator[str]:
    """Our Python, read-only, without the packages that are installed beside it."""
    base = Path(sys.base_prefix).resolve()
    if not base.is_relative_to("/usr"):
        yield from folder(base.parent)
        yield from ("--ro-bind", str(base), str(base))
    for root in {base, Path("/usr"), Path("/usr/local")}:
        for kind in ("site-packages", "dist-packages"):
            for place in sorted(root.glob(f"lib*/python3*/{kind}")):
                if place.is_dir() and not place.is_symlink() and (root == base or root != Path("/usr/local")):
                    yield from ("--tmpfs", str(place), "--remount-ro", str(place))


def folder(path: Path) -> Iterator[str]:
    """Empty folders down to ``path`` that everybody may walk through, whatever their modes outside."""
    for step in (*reversed(path.parents), path):
        if step != Path("/") and not step.is_relative_to("/usr"):
            yield from ("--perms", "0755", "--dir", str(step))


def site_packages() -> str:
    """Where packages stand inside."""
    return f"{ROOM}/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"


def python() -> str:
    """The interpreter inside: a virtual environment of its own."""
    return f"{ROOM}/bin/python"


def packages(profile: Profile) -> Iterator[str]:
    """A virtual environment put together from the allow-list, entry by entry."""
    from .packages import entries

    executable = Path(sys.base_prefix).resolve() / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    yield from folder(Path(ROOM, "bin"))
    yield from folder(Path(site_packages(), "autograder"))
    for name in ("python", "python3", executable.name):
        yield from ("--symlink", str(executable), f"{ROOM}/bin/{name}")
    for name, path in entries(profile).items():
        yield from ("--ro-bind", str(path.resolve()), f"{site_packages()}/{name}")


def private(limits: Limits) -> Iterator[str]:
    """What can be written, all of it in memory and gone afterwards; then the root itself is closed."""
    yield from ("--dev", "/dev")
    if os.geteuid() == 0:
        yield from ("--dir", "/proc")
    else:
        yield from ("--proc", "/proc")
    size = str(limits.file_mb * 2**20)
    for place in ("/tmp", "/dev/shm", HOME):
        yield from folder(Path(place).parent)
        yield from ("--perms", "0777", "--size", size, "--tmpfs", place)
    yield from ("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME)


def environment(profile: Profile) -> Iterator[str]:
    """Every environment variable there is inside."""
    for name, value in variables(profile).items():
        yield from ("--setenv", name, value)


def variables(profile: Profile) -> dict[str, str]:
    """The environment of the warm process."""
    threads = "2" if profile == "keras" else "1"
    found = {
        "HOME": HOME,
        "PATH": f"{ROOM}/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "USER": "student",
        "SHELL": "/bin/sh",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "FORWARDPASS_PICTURES": "0",  # they cost more than everything else that a check does
        "OPENBLAS_NUM_THREADS": threads,
        "OMP_NUM_THREADS": threads,
        "MKL_NUM_THREADS": threads,
    }
    if profile == "keras":
        found |= {
            "TF_NUM_INTRAOP_THREADS": threads,
            "TF_NUM_INTEROP_THREADS": threads,
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "TF_ENABLE_ONEDNN_OPTS": "0",
            "CUDA_VISIBLE_DEVICES": "-1",
            "KERAS_BACKEND": "tensorflow",
        }
    return found
