"""The way to the resident grader of a course, which ``autograder serve`` keeps (``serving``).

``autograder grade`` comes here first, and imports nothing else before it knows whether such a grader answers. It hands
over what is to be done and its own terminal, so that what a person sees is the same with a resident grader and without.
"""

from __future__ import annotations

import hashlib
import json
import os
import select
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import click

from autograder import PRIVATE

ADDRESS = "resident"  # the file in the course's private folder that says where the socket is
INTERRUPTED = "interrupted. What is graded is kept. To go on, type: autograder grade --resume"
SOON = 1.0  # seconds after which somebody who waits is told why
#: What of the environment decides how a terminal is written to.
TERMINAL = ("COLORTERM", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "TERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
#: How the variables begin that decide which code runs, or how, or where the gradebook is. None that differ from one
#: terminal of a user to the next.
SETTINGS = ("CUDA_", "HOME", "JUPYTER_", "KERAS_", "PG", "PYTHON", "TF_", "XDG_CACHE", "XDG_CONFIG", "XDG_DATA_HOME")
CONFIGURATION = "nbgrader_config.py"  # read anew for every run


class Answer(NamedTuple):
    """How a run by the resident grader ended: an exit code, or the fault that a person can mend."""

    code: int = 1
    fault: str = ""


def ask(root: Path, wanted: dict[str, Any]) -> Answer | None:
    """Have the resident grader of a course do what is wanted (``serving.Request``).

    None where none runs, or where it must not be used: then stderr says why.
    """
    link = _connected(root)
    if link is None:
        return None
    with link, link.makefile("rb") as said:
        try:
            _send(link, {"stamp": stamp(root), "terminal": _terminal(), "encoding": sys.stdout.encoding, **wanted})
            if not select.select([link], [], [], SOON)[0]:
                click.echo("The resident grader is at work on another request. This one waits its turn.", err=True)
            begun = _next(said)
        except KeyboardInterrupt:
            return Answer(1, "given up before it began")
        except OSError:
            begun = {}
        if not begun.get("begun"):
            why = begun.get("refused", "it has just ended")
            click.echo(f"Grading without the resident grader: {why}.", err=True)
            return None
        try:
            end = _next(said)
        except KeyboardInterrupt:
            link.shutdown(socket.SHUT_WR)  # this interrupts the run; the answer comes when it has ended
            try:
                end = _next(said)
            except KeyboardInterrupt:
                end = {"fault": INTERRUPTED}
    return Answer(**(end or {"fault": f"the resident grader has ended: {INTERRUPTED}"}))


def peer(link: socket.socket) -> int:
    """The user at the other end, as the kernel knows it."""
    size = struct.calcsize("3i")
    _, user, _ = struct.unpack("3i", link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    return int(user)


def stamp(root: Path) -> str:
    """Name all that a process reads once and then keeps: the kit's files, the packages, the course's own modules."""
    kit = Path(__file__).parent
    packages = Path(click.__file__).parents[1]
    here = root.stat()
    found = [sys.version, f"{root} {here.st_dev} {here.st_ino}"]  # a copy of a course is another one
    found += [f"{name}={value}" for name, value in os.environ.items() if name.startswith(SETTINGS)]
    if not os.path.samefile(".", root) and os.path.exists(CONFIGURATION):
        found += [os.getcwd()]  # nbgrader reads this one, too
    found += [f"{packages} {packages.stat().st_mtime_ns}"]  # changes with whatever is installed or removed
    found += [line for folder in (kit, kit.with_name("forwardpass")) for line in _files(folder)]
    found += [_line(file) for file in os.scandir(root) if file.name.endswith(".py") and file.name != CONFIGURATION]
    return hashlib.sha256("\n".join(sorted(found)).encode("utf-8", "surrogateescape")).hexdigest()


def _files(folder: str | Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                yield _line(entry)


def _line(entry: os.DirEntry[str]) -> str:
    try:
        state = entry.stat()
    except FileNotFoundError:  # an editor's lock is a link to nowhere
        return entry.path
    return f"{entry.path} {state.st_mtime_ns} {state.st_size}"


def _connected(root: Path) -> socket.socket | None:
    """The socket, where this user's resident grader listens at the other end. A killed one leaves its address."""
    try:
        address = (root / PRIVATE / ADDRESS).read_bytes()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            stream.fileno()
    except (OSError, AttributeError):
        return None
    link = socket.socket(socket.AF_UNIX)
    try:
        link.connect(address)
        if peer(link) == os.geteuid():
            return link
    except OSError:
        pass
    link.close()
    return None


def _send(link: socket.socket, request: dict[str, Any]) -> None:
    socket.send_fds(link, [b"\n"], [sys.stdout.fileno(), sys.stderr.fileno()])
    link.sendall(json.dumps(request).encode() + b"\n")


def _next(said: BinaryIO) -> dict[str, Any]:
    try:
        line = said.readline()
    except OSError:
        line = b""
    return dict(json.loads(line)) if line else {}


def _terminal() -> dict[str, str]:
    """What the resident grader must know of this terminal. It cannot see its size through the streams it is lent."""
    size = {"COLUMNS": "80", "LINES": "25"}
    for number in range(3):
        try:
            columns, lines = os.get_terminal_size(number)
        except OSError:
            continue
        size = {"COLUMNS": str(columns), "LINES": str(lines)}
        break
    return size | {name: os.environ[name] for name in TERMINAL if name in os.environ}
