"""The processes that grade on this machine: started first, so that they warm up while everything else is imported."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from autograder.importing import undisturbed
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

    def __init__(
        self,
        root: Path,
        isolation: Isolation = "bubblewrap",
        size: int | None = None,
        *,
        assignments: Sequence[str] = (),
        stay: bool = False,
    ) -> None:
        """``size`` defaults to the number of cores.

        ``assignments``: their checks are collected beforehand. ``stay``: they serve one run after another, so leaving
        the block does not end them; ``close`` does.
        """
        self.size, self.isolation, self.stay = size or cores(), isolation, stay
        self._settings = (str(root), isolation, tuple(assignments))
        self._pool = self._started()

    def __enter__(self) -> Workers:
        """Nothing to do: they are on their way."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let them end, and their sandboxes with them, unless they are to stay."""
        if not self.stay:
            self.close()

    def close(self) -> None:
        """Let them end, and their sandboxes with them."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def wait(self) -> None:
        """Wait until they are warm. Raises ``sandbox.Unavailable`` where student code cannot be isolated."""
        for ready in self._warming:
            ready.result()

    def submit(self, submission: Submission, limits: LimitsOf) -> Future[bytes]:
        """Have a submission graded. Raises ``BrokenProcessPool`` where a process has died."""
        return self._pool.submit(_grade, submission, limits)

    def renew(self, *, wait: bool = True) -> None:
        """Start other processes in the place of these, once (``wait``) these have ended."""
        self._pool.shutdown(wait=wait, cancel_futures=True)
        self._pool = self._started()

    def revive(self) -> None:
        """Start other processes where one of these has died while there was nothing to do."""
        try:
            self._pool.submit(_ready)
        except BrokenProcessPool:
            self.renew()

    def alone(self) -> Workers:
        """One process for itself, of the same kind."""
        root, isolation, _ = self._settings
        return Workers(Path(root), isolation, 1)

    def _started(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self.size, mp_context=context, initializer=_start, initargs=self._settings)
        # The pool starts a process when there is something to do for it.
        self._warming = [pool.submit(_ready) for _ in range(self.size)]
        return pool


PR_SET_PDEATHSIG = 1
_settings: tuple[str, Isolation, tuple[str, ...]] = ("", "bubblewrap", ())
_grader: Grader | None = None
_refusal: Exception | None = None


def _start(root: str, isolation: Isolation, assignments: tuple[str, ...]) -> None:
    """Set up one worker process. Interrupts are the coordinator's business."""
    global _settings
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_the_coordinator()
    _settings = (root, isolation, assignments)
    # Worker processes end without running context managers; this is what multiprocessing offers in their stead.
    Finalize(None, _end, exitpriority=10)
    _begin(None)


def _begin(limits: LimitsOf) -> None:
    """Have a grader with these limits, whose sandbox is warm and proved."""
    global _grader, _refusal
    _end()
    _refusal = None
    root, isolation, assignments = _settings
    try:
        # It imports what notebooks need while this process imports what grading needs.
        sandbox = Sandbox("numpy", isolation, complete(limits)["numpy"]).begin()
        with undisturbed():
            from autograder.course import Course
            from autograder.graders.runner import GraderFileError
            from autograder.pipeline import Grader

        _grader = Grader(Course(Path(root)), isolation, limits, sandbox).__enter__()
        _grader.prove()
        for name in assignments:
            with suppress(GraderFileError):  # said where somebody is to be graded by it
                _grader.collect(name)
    except Exception as error:
        _refusal = error  # raised from here it would only be told as a broken pool


def _end() -> None:
    if _grader is not None:
        _grader.__exit__(None, None, None)


def _ready() -> None:
    """Say that the process has started, or why it will not grade."""
    if _refusal is not None:
        raise _refusal


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
