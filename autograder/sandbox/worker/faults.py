"""Turns exceptions of a student's code into bounded text."""

from __future__ import annotations

import errno
import traceback

from ..errors import MAX_MESSAGE, MAX_NAME, MAX_TRACEBACK, clip

FILE_ERRORS = (errno.EFBIG, errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.EDQUOT)


def limit_of(error: BaseException | None) -> str:
    """Which limit an exception speaks of, or ""."""
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, OSError) and error.errno in FILE_ERRORS:
        return "files"
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return "memory"
    # EAGAIN from fork and the RuntimeError of threading are how Python reports RLIMIT_NPROC.
    if isinstance(error, BlockingIOError) and error.errno == errno.EAGAIN:
        return "processes"
    if isinstance(error, RuntimeError) and text_of(error) == "can't start new thread":
        return "processes"
    return ""


def told(error: BaseException) -> tuple[str, str, str]:
    """Type name, message and traceback of an exception, whatever its own methods do."""
    name = clip(valid(type(error).__name__), MAX_NAME)
    return name, clip(text_of(error), MAX_MESSAGE), clip(traceback_of(error), MAX_TRACEBACK)


def text_of(error: BaseException) -> str:
    """The message of an exception."""
    try:
        return valid(str(error))
    except BaseException:
        return "(the exception's own message fails)"


def traceback_of(error: BaseException) -> str:
    """The traceback, from the student's first line on."""
    try:
        lines = traceback.format_exception(type(error), error, error.__traceback__, limit=40)
        return valid("".join(lines))
    except BaseException:
        return ""


def valid(text: str) -> str:
    """``text`` in valid Unicode."""
    return str(text).encode(errors="replace").decode()
