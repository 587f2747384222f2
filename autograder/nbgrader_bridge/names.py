"""Names and dates that come from outside: which student ids are usable, and when something was handed in.

Folder names in the exchange, names in an archive and ``timestamp.txt`` are written by whoever hands in. nbgrader takes
them as they are, and one that it cannot read ends its run for the whole class.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.utils import parse_utc

DATE_FILE = "timestamp.txt"
MAX_NAME = 100
# Letters of any script, digits, and what e-mail addresses and names have in the middle.
_STUDENT = re.compile(r"\w[\w.+@'’ -]*")
# As nbgrader and Python write dates. Anything freer would let dateutil open the file that a time zone names.
_DATE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?( ?(Z|[A-Z]{3,5}|[+-]\d\d:?\d\d))?", re.ASCII)


def check_student(name: str) -> None:
    """Raise ``ValueError`` for a student id that cannot be a folder, a file, a row and an address alike."""
    if len(name) > MAX_NAME:
        raise ValueError(f"a student id has at most {MAX_NAME} characters, this one has {len(name)}")
    if not _STUDENT.fullmatch(name) or name != " ".join(name.split()) or name != unicodedata.normalize("NFC", name):
        raise ValueError(
            "this is no usable student id: letters, digits and . _ - + @ are, beginning with a letter or digit"
        )


def read_date(text: str) -> datetime | None:
    """Read a date as nbgrader writes it: without a time zone, in UTC. None for anything else."""
    if not _DATE.fullmatch(text.strip()):
        return None
    try:
        date: datetime = parse_utc(text.strip())
    except (ValueError, OverflowError):
        return None
    return date


def write_date(folder: Path, date: datetime) -> None:
    """Date a submission, replacing whatever stands in the way."""
    path = folder / DATE_FILE
    path.unlink(missing_ok=True)
    path.write_text(f"{date.isoformat(' ')} UTC", encoding="ascii")


def mend_date(folder: Path) -> bool:
    """Replace a date of submission that cannot be read by that of the arrival; returns whether that was needed.

    nbgrader would end its run there; without any date it would take a late submission for one in time.
    """
    path = folder / DATE_FILE
    if not os.path.lexists(path) or read_date(_content(path)):
        return False
    if path.is_dir() and not path.is_symlink():
        path.rename(path.with_suffix(".folder"))
    write_date(folder, arrival(folder))
    return True


def arrival(folder: Path) -> datetime:
    """When a folder or a file in it last changed, in UTC, as the kernel noted it: nobody can set that date back."""
    newest = folder.lstat().st_ctime
    with suppress(OSError):  # it may be closed to us, or change while we look
        for entry in os.scandir(folder) if not folder.is_symlink() else ():
            newest = max(newest, entry.stat(follow_symlinks=False).st_ctime)
    return datetime.fromtimestamp(newest, UTC).replace(tzinfo=None)


def _content(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
        return os.read(descriptor, 100).decode("utf-8", errors="replace") if regular else ""
    finally:
        os.close(descriptor)
