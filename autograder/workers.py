"""The processes that grade on this machine: started first, so that they warm up while everything else is imported."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from autograder.sandbox import Isolation, Limits, Sandbox
from autograder.sandbox.limits import complete

if TYPE_CHECKING:
    from autograder.pipeline import Grader
    from autograder.submission import Submission

LimitsOf: TypeAlias = Mapping[str, Limits] | None


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """The processes that grade: a context manager.

    They start at once, and warm up while the caller still finds out what there is to grade.
    """

    def __init__(self, root: Path, isolation: Isolation = "bubblewrap", size: int | None = None) -> None:
        """``size`` defaults to the number of cores."""
        self.size = size or cores()
        self._settings = (str(root), isolation)
        self._pool = self._started()

    def __enter__(self) -> Workers:
        """Nothing to do: they are on their way."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let them end, and their sandboxes with them."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, submission: Submission, limits: LimitsOf) -> Future[bytes]:
        """Have a submission graded. Raises ``BrokenProcessPool`` where a process has died."""
        return self._pool.submit(_grade, submission, limits)

    def renew(self) -> None:
        """Start other processes in the place of these."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._started()

    def alone(self) -> Workers:
        """One process for itself, of the same kind."""
        root, isolation = self._settings
        return Workers(Path(root), isolation, 1)

    def _started(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self.size, mp_context=context, initializer=_start, initargs=self._settings)
        for _ in range(self.size):
            pool.submit(_ready)  # the pool starts a process when there is something to do for it
        return pool


PR_SET_PDEATHSIG = 1
_settings: tuple[str, Isolation] = ("", "bubblewrap")
_grader: Grader | None = None
_refusal: Exception | None = None


def _start(root: str, isolation: Isolation) -> None:
    """Set up one worker process. Interrupts are the coordinator's business."""
    global _settings
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_the_coordinator()
    _settings = (root, isolation)
    # Worker processes end without running context managers; this is what multiprocessing offers in their stead.
    Finalize(None, _end, exitpriority=10)
    _begin(None)


def _begin(limits: LimitsOf) -> None:
    """Have a grader with these limits, whose sandbox is warm and proved."""
    global _grader, _refusal
    _end()
    _refusal = None
    root, isolation = _settings
    try:
        # It imports what notebooks need while this process imports what grading needs.
        sandbox = Sandbox("numpy", isolation, complete(limits)["numpy"]).begin()
        from autograder.course import Course
        from autograder.pipeline import Grader

        _grader = Grader(Course(Path(root)), isolation, limits, sandbox).__enter__()
        _grader.prove()
    except Exception as error:
        _refusal = error  # raised from here it would only be told as a broken pool


def _end() -> None:
    if _grader is not None:
        _grader.__exit__(None, None, None)


def _ready() -> None:
    """Do nothing: the process has started."""


def _end_with_the_coordinator() -> None:
    """Have the kernel end this process when the coordinator dies, even by SIGKILL; its sandboxes end with it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        coordinator = multiprocessing.parent_process()
        if coordinator is None or os.getppid() != coordinator.pid:  # it died before the kernel was told
            os._exit(1)


def _grade(submission: Submission, limits: LimitsOf) -> bytes:
    if _refusal is None and _grader is not None and complete(limits) != _grader.limits:
        _begin(limits)
    if _refusal is not None:
        raise _refusal
    assert _grader is not None
    return _grader.grade(submission).to_json()
