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
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.util import Finalize
from pathlib import Path

from autograder.course import Course, unwritable
from autograder.pipeline import Grader
from autograder.reports.model import Report
from autograder.sandbox import Isolation, Limits, Unavailable
from autograder.submission import Submission

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


def grade_many(
    course: Course,
    jobs: Iterable[Job],
    *,
    workers: int | None = None,
    isolation: Isolation = "bubblewrap",
    limits: dict[str, Limits] | None = None,
) -> Iterator[Done]:
    """Grade all jobs, yielding each as it is done, in no particular order.

    ``workers`` defaults to the number of cores. Jobs are taken as they are needed, one more than there are workers at
    most, so when a worker dies only those few are suspects: each is graded once more, alone in a fresh process, and
    comes back with ``failure`` if it kills that one too. The others go on as if nothing had happened.
    Every worker proves its isolation before it grades. Raises ``sandbox.Unavailable`` where one cannot, and
    ``CourseError`` where one cannot go on because the disk is full.
    """
    start = (str(course.root), isolation, limits)
    coming, most = iter(jobs), workers or cores()
    while waiting := deque(islice(coming, most)):
        suspects: list[Job] = []
        with _pool(len(waiting), start) as (pool, size):
            pending: dict[Future[bytes], Job] = {}
            while waiting or pending:
                while waiting:
                    job = waiting.popleft()
                    try:
                        pending[pool.submit(_grade, job.submission)] = job
                    except BrokenProcessPool:
                        suspects.append(job)
                ended = {future: pending.pop(future) for future in wait(pending, return_when=FIRST_COMPLETED).done}
                outcomes = [(job, _outcome(course, job, future)) for future, job in ended.items()]
                suspects += [job for job, done in outcomes if done is None]
                if not suspects:  # one more than there are processes, so that none waits for us
                    waiting.extend(islice(coming, size + 1 - len(pending)))
                yield from (done for _, done in outcomes if done is not None)
        for job in suspects:
            with _pool(1, start) as (pool, _):
                future = pool.submit(_grade, job.submission)
                yield _outcome(course, job, future) or Done(job, None, ENDED)


@contextmanager
def _pool(
    size: int, start: tuple[str, Isolation, dict[str, Limits] | None]
) -> Iterator[tuple[ProcessPoolExecutor, int]]:
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(size, mp_context=context, initializer=_start, initargs=start)
    try:
        yield pool, size
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


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
_grader: Grader | None = None
_refusal: Exception | None = None


def _start(root: str, isolation: Isolation, limits: dict[str, Limits] | None) -> None:
    """Set up one worker process. Interrupts are the coordinator's business."""
    global _grader, _refusal
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_the_coordinator()
    _grader = Grader(Course(Path(root)), isolation, limits).__enter__()
    try:
        _grader.prove()
    except Exception as error:
        _refusal = error  # raised from here it would only be told as a broken pool
    # Worker processes end without running context managers; this is what multiprocessing offers in their stead.
    Finalize(None, _grader.__exit__, args=(None, None, None), exitpriority=10)


def _end_with_the_coordinator() -> None:
    """Have the kernel end this process when the coordinator dies, even by SIGKILL; its sandboxes end with it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        coordinator = multiprocessing.parent_process()
        if coordinator is None or os.getppid() != coordinator.pid:  # it died before the kernel was told
            os._exit(1)


def _grade(submission: Submission) -> bytes:
    if _refusal is not None:
        raise _refusal
    assert _grader is not None
    return _grader.grade(submission).to_json()
