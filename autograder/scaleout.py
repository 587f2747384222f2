"""The same ``grade()`` over many submissions, on the cores of this machine.

Submissions travel to the workers as bytes and reports come back as bytes; only the caller writes the gradebook.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path

from autograder.course import Course
from autograder.pipeline import Grader
from autograder.reports.model import Report
from autograder.sandbox import Isolation, Limits
from autograder.submission import Submission


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

    ``workers`` defaults to the number of cores. A worker that dies costs its job one retry in a fresh pool; a job that
    kills its worker twice comes back with ``failure``.
    """
    todo = list(jobs)
    deaths: dict[int, int] = {}
    while todo:
        remaining: list[Job] = []
        pool = ProcessPoolExecutor(
            min(workers or cores(), len(todo)),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(str(course.root), isolation, limits),
        )
        try:
            pending: dict[Future[bytes], Job] = {pool.submit(_grade, job.submission): job for job in todo}
            while pending:
                for future in wait(pending, return_when=FIRST_COMPLETED).done:
                    job = pending.pop(future)
                    try:
                        yield Done(job, Report.from_json(future.result()))
                    except BrokenProcessPool:
                        remaining.append(job)
                    except Exception as error:
                        yield Done(job, None, f"{type(error).__name__}: {error}")
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        for job in remaining:
            deaths[id(job)] = deaths.get(id(job), 0) + 1
        for job in [job for job in remaining if deaths[id(job)] > 1]:
            remaining.remove(job)
            yield Done(job, None, "the grading process died twice over this submission")
        todo = remaining


_grader: Grader | None = None


def _start(root: str, isolation: Isolation, limits: dict[str, Limits] | None) -> None:
    """Set up one worker process. Interrupts are the coordinator's business."""
    global _grader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _grader = Grader(Course(Path(root)), isolation, limits).__enter__()
    # Worker processes end without running context managers; this is what multiprocessing offers in their stead.
    Finalize(None, _grader.__exit__, args=(None, None, None), exitpriority=10)


def _grade(submission: Submission) -> bytes:
    assert _grader is not None
    return _grader.grade(submission).to_json()
