"""Errors that concern the whole course and no student in particular, said so that a person can mend them."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from autograder.course import GO_ON, CourseError, unwritable
from autograder.nbgrader_bridge.ledger import LOCK_SECONDS, sqlite_code

URL, _DRIVERS = "c.CourseDirectory.db_url", ("psycopg", "psycopg2")
_LOCKED, _DENIED = "55P03", "42501"  # of PostgreSQL's codes (SQLSTATE): lock_not_available, insufficient_privilege
# The first two characters of those that are no student's doing: no connection, read-only, wrong user, no such
# database, two who wait for each other, no resources, something in use, the server is going down, its disk fails.
_CLASSES = {"08", "25", "28", "3D", "40", "53", "55", "57", "58"}


def gradebook_file(url: str) -> Path | None:
    """The file behind a gradebook; None where it is a database server's."""
    made = make_url(url)
    return Path(made.database or "") if made.get_backend_name() == "sqlite" else None


def insist_on_a_file(url: str) -> None:
    """Raise ``CourseError`` where something stands in the gradebook's place that would never answer."""
    path = gradebook_file(url)
    if path is not None and (path.exists() or path.is_symlink()):
        mode = path.stat().st_mode if path.exists() else path.lstat().st_mode
        if not stat.S_ISREG(mode):
            raise CourseError(f"{path} is not a file: move it away and put your gradebook back from a backup. {GO_ON}")


@contextmanager
def told_plainly(root: Path, url: str) -> Iterator[None]:
    """Turn what ``course_wide`` knows into ``CourseError``; let everything else through."""
    try:
        yield
    except Exception as error:
        known = course_wide(error, root, url)
        if known is None:
            raise
        raise known from error


def course_wide(error: BaseException, root: Path, url: str) -> CourseError | None:
    """What the person at the keyboard can do about an error that would hit every student alike, else None."""
    seen: set[int] = set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        cause = step.orig if isinstance(step, DBAPIError) else step
        if isinstance(cause, sqlite3.Error) and (known := _file(cause, url)):
            return known
        if gradebook_file(url) is None and (known := _server(step)):
            return known
        if isinstance(cause, OSError) and (known := unwritable(cause, root)):
            return known
        if isinstance(cause, CourseError):
            return cause
        step = step.__cause__ or step.__context__
    return None


def _file(error: sqlite3.Error, url: str) -> CourseError | None:
    path = gradebook_file(url)
    code = sqlite_code(error)
    folder = path.parent if path else ""
    said = {
        sqlite3.SQLITE_BUSY: f"{path} is locked by another program, and was not set free within {LOCK_SECONDS} s: "
        "end what is writing to it (Formgrader, another nbgrader, a database browser).",
        sqlite3.SQLITE_READONLY: f"{path} is read-only: make it and its folder writable.",
        sqlite3.SQLITE_CANTOPEN: f"{path} cannot be opened: make it and its folder readable and writable.",
        sqlite3.SQLITE_FULL: f"there is no space left for {path}: make room in {folder}.",
        sqlite3.SQLITE_IOERR: f"the disk fails to read or write {path}: is it full, or damaged?",
        sqlite3.SQLITE_NOTADB: f"{path} is not a gradebook: put yours back from a backup.",
        sqlite3.SQLITE_CORRUPT: f"{path} is damaged: put it back from a backup.",
    }
    said[sqlite3.SQLITE_LOCKED] = said[sqlite3.SQLITE_BUSY]
    return CourseError(f"{said[code]} {GO_ON}") if code in said else None


def _server(error: BaseException) -> CourseError | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None) or ""  # psycopg, psycopg2
    # Neither driver nor server repeats a password.
    words = (str(cause).splitlines() or [""])[0]
    if isinstance(error, ModuleNotFoundError) and error.name in _DRIVERS:
        said = (
            f"{URL} needs the package {error.name}. For PostgreSQL it is postgresql+psycopg://..., and what to type is "
            "pip install 'psycopg[binary]'."
        )
    elif code == _LOCKED:
        said = (
            f"the gradebook is locked by another program, and was not set free within {LOCK_SECONDS} s: end that one."
        )
    elif isinstance(error, OperationalError) and not code:
        said = f"no gradebook can be reached: {words}. Is the server running, and is {URL} right?"
    elif code[:2] in _CLASSES or code == _DENIED:
        said = f"the gradebook's server says: {words}."
    else:
        return None
    return CourseError(f"{said} {GO_ON}")
