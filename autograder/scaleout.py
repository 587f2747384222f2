"""The same ``grade()`` over many submissions, on the cores of this machine.

Submissions travel to the workers as bytes and reports come back as bytes; only the caller writes the gradebook.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from autograder.course import Course, unwritable
from autograder.reports.model import Report
from autograder.sandbox import Isolation, Limits, Unavailable
from autograder.sandbox.limits import complete
from autograder.submission import Submission

if TYPE_CHECKING:
    from autograder.pipeline import Grader

LimitsOf: TypeAlias = Mapping[str, Limits] | None
ENDED = "grading it alone ended the process: out of memory?"


@dataclass(frozen=True)
class Job:
    """One notebook of one student."""

    student: str
    submission: Submission


@dataclass(frozen=True)
class Done:
    """A graded job: its report, or why there is none (our fault: to be graded again, never a zero)."""

    job: Job
    report: Report | None
    failure: str = ""


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


def grade_many(course: Course, jobs: Iterable[Job], workers: Workers, limits: LimitsOf = None) -> Iterator[Done]:
    """Grade all jobs, yielding each as it is done, in no particular order.

    ``limits`` are those that differ from the defaults, by profile. Jobs are taken as they are needed, one more than
    there are workers at most, so when a worker dies only those few are suspects: each is graded once more, alone in a
    fresh process, and comes back with ``failure`` if it kills that one too. The others go on as if nothing had
    happened.
    Every worker proves its isolation before it grades. Raises ``sandbox.Unavailable`` where one cannot, and
    ``CourseError`` where one cannot go on because the disk is full.
    """
    coming = iter(jobs)
    suspects: list[Job] = []
    while waiting := deque(islice(coming, workers.size)):
        if suspects:
            workers.renew()
        suspects = []
        pending: dict[Future[bytes], Job] = {}
        while waiting or pending:
            while waiting:
                job = waiting.popleft()
                try:
                    pending[workers.submit(job.submission, limits)] = job
                except BrokenProcessPool:
                    suspects.append(job)
            ended = {future: pending.pop(future) for future in wait(pending, return_when=FIRST_COMPLETED).done}
            outcomes = [(job, _outcome(course, job, future)) for future, job in ended.items()]
            suspects += [job for job, done in outcomes if done is None]
            if not suspects:  # one more than there are processes, so that none waits for us
                waiting.extend(islice(coming, workers.size + 1 - len(pending)))
            yield from (done for _, done in outcomes if done is not None)
        for job in suspects:
            yield _alone(course, job, workers, limits)


def _alone(course: Course, job: Job, workers: Workers, limits: LimitsOf) -> Done:
    with workers.alone() as lone:
        try:
            done = _outcome(course, job, lone.submit(job.submission, limits))
        except BrokenProcessPool:
            done = None
    return done or Done(job, None, ENDED)


def _outcome(course: Course, job: Job, future: Future[bytes]) -> Done | None:
    """What became of a job; None where the process died over it, or over its neighbour."""
    try:
        return Done(job, Report.from_json(future.result()))
    except BrokenProcessPool:
        return None
    except Unavailable:
        raise  # no other process of this machine will do better
    except OSError as error:
        if known := unwritable(error, course.root):
            raise known from error  # a full disk is no student's fault, and would hit the next one too
        return Done(job, None, f"{type(error).__name__}: {error}")
    except Exception as error:
        return Done(job, None, f"{type(error).__name__}: {error}")


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
    from autograder.pipeline import Grader  # here, so that the coordinator can start processes before it imports much

    _end()
    _refusal = None
    root, isolation = _settings
    _grader = Grader(Course(Path(root)), isolation, limits).__enter__()
    try:
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
    assert _grader is not None
    if complete(limits) != _grader.limits:
        _begin(limits)
    if _refusal is not None:
        raise _refusal
    return _grader.grade(submission).to_json()
