"""Files that are there whole or not at all, whenever the process that writes them ends, and a lock that ends too."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DRAFT = ".draft-"


class Busy(Exception):
    """Somebody else holds the lock."""


def draft_name() -> str:
    """The beginning of a name that ``sweep`` knows as ours as long as this process lives."""
    return f"{DRAFT}{os.getpid()}-"


def write(path: Path, data: bytes, *, sync: bool = False, mode: int = 0o600) -> None:
    """Write a file under another name and rename it: a reader sees the old content or the new, never a part.

    ``sync`` has it survive a power cut too; without, a file may then be found empty.
    """
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=draft_name())
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(data)
            if sync:
                file.flush()
                os.fsync(descriptor)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    if sync:
        sync_path(path.parent)


def sync_path(path: Path) -> None:
    """Have a file or a folder's list of names on the disk before anything that relies on it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """``sync_path`` for everything in a folder."""
    for root, _, files in os.walk(folder):
        for name in files:
            sync_path(Path(root, name))
        sync_path(Path(root))


def publish(made: Path, place: Path) -> None:
    """Put a folder in the place of another one by renaming; what was there goes."""
    place.parent.mkdir(parents=True, exist_ok=True)
    old = made.with_name(f"{made.name}.old")
    if place.exists() or place.is_symlink():
        os.rename(place, old)
    os.rename(made, place)
    sync_path(place.parent)
    if old.is_symlink() or old.is_file():
        old.unlink()
    else:
        shutil.rmtree(old, ignore_errors=True)


def sweep(folder: Path, where: str = "**") -> None:
    """Remove what processes that have ended left unfinished in those folders of ``folder`` that ``where`` matches."""
    for path in list(folder.glob(f"{where}/{DRAFT}*")):
        if path.parent.is_symlink() or path.parent.parent.is_symlink():
            continue  # somebody else's folder
        number = path.name.removeprefix(DRAFT).partition("-")[0]
        alive = number.isdecimal() and Path("/proc", number).exists()
        if not alive or int(number) == os.getpid():  # ours: whose number this was before has ended
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold an exclusive lock. The kernel gives it back when the process ends, however it ends. Raises ``Busy``."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield
    finally:
        os.close(descriptor)
