"""What runs on a worker of a Dask cluster (``autograder.cluster``): bytes in, bytes out. It needs no Dask itself.

A worker has the same kit as the coordinator and no course. It gets a parcel, unpacks it into a private folder, proves
that it isolates student code, and only then grades.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Literal

import msgspec

from autograder import durable, references
from autograder.course import FULL, Course, code_digest
from autograder.pipeline import KIT, Grader
from autograder.sandbox import Isolation, Limits, Unavailable
from autograder.submission import Submission

Kind = Literal["ready", "report", "fault", "unfit", "unproved"]
Answer = tuple[Kind, bytes]


class Parcel(msgspec.Struct, frozen=True):
    """What a worker needs of a course. It holds the secret: it travels to workers and never into a sandbox."""

    secret: bytes
    cache: dict[str, bytes]
    isolation: Isolation
    limits: dict[str, Limits]

    @classmethod
    def of(cls, course: Course, isolation: Isolation, limits: dict[str, Limits] | None) -> Parcel:
        """Pack."""
        cache = {path.name: path.read_bytes() for path in sorted(course.cache.glob("*.npz"))}
        return cls(course.secret, cache, isolation, limits or {})

    def unpack(self, root: Path) -> Course:
        """Lay it out as a course that graders can read."""
        course = Course(root)
        durable.write(course.private / "secret", self.secret.hex().encode())
        for name, content in self.cache.items():
            durable.write(course.cache / Path(name).name, content)
        return course


#: All grading of a process, whatever its number of Dask threads: a ``Grader`` serves one thread. It is always the same
#: one because the kernel ends a sandbox together with the thread that has started it.
_thread = ThreadPoolExecutor(1, "autograder")
_graders: dict[str, tuple[Grader, ExitStack]] = {}
_last = ""


def kit() -> str:
    """What must be the same on both sides, or the same submission could get another report."""
    return f"forwardpass {KIT}, code {code_digest()[:16]}, Python {sys.version_info.major}.{sys.version_info.minor}"


def prove(run: str, wanted: str, parcel: bytes) -> Answer:
    """Get ready for a run, and show that student code is isolated here."""
    if kit() != wanted:
        return "unfit", f"it has another kit: {kit()}; the coordinator has {wanted}".encode()
    return _thread.submit(_prove, run, parcel).result()


def grade(run: str, submission: bytes) -> Answer:
    """Grade, where this very process has proved itself for the run."""
    return _thread.submit(_grade, run, submission).result()


def dismiss(run: str) -> None:
    """Forget a run, as soon as what is being graded is done."""
    _thread.submit(_forget, run)


def _prove(run: str, data: bytes) -> Answer:
    if run in _graders:
        return "ready", b""
    try:
        parcel = msgspec.msgpack.decode(data, type=Parcel)
        with ExitStack() as stack:
            course = parcel.unpack(stack.enter_context(_private_folder()))
            grader = stack.enter_context(Grader(course, parcel.isolation, parcel.limits))
            grader.prove()
            _graders[run] = grader, stack.pop_all()
    except Exception as error:
        return "unfit", (str(error) if isinstance(error, Unavailable) else f"{type(error).__name__}: {error}").encode()
    return "ready", b""


def _grade(run: str, data: bytes) -> Answer:
    global _last
    if run not in _graders:
        return "unproved", b""
    grader = _graders[run][0]
    if run != _last:  # two coordinators take turns here: each has reference values of its own
        references.set_cache(grader.course.cache)
        _last = run
    try:
        report = grader.grade(msgspec.msgpack.decode(data, type=Submission))
        return "report", report.to_json()
    except Exception as error:
        # A machine without a sandbox or without space would spoil every submission that it gets.
        unfit = isinstance(error, Unavailable) or (isinstance(error, OSError) and error.errno in FULL)
        return "unfit" if unfit else "fault", f"{type(error).__name__}: {error}".encode()


def _forget(run: str) -> None:
    if run in _graders:
        _graders.pop(run)[1].close()


@atexit.register
def _forget_all() -> None:
    for run in list(_graders):
        with suppress(Exception):
            _forget(run)


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder for this user alone. It goes when this process ends, even by SIGKILL: a shell waits for that."""
    folder = tempfile.mkdtemp(prefix="autograder-")
    remover = subprocess.Popen(
        ["/bin/sh", "-c", 'read -r _; rm -rf -- "$0"', folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath},
        cwd="/",
        start_new_session=True,
    )
    try:
        yield Path(folder)
    finally:
        assert remover.stdin is not None
        remover.stdin.close()
        remover.wait()
