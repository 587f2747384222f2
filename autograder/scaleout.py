"""The same ``grade()`` over many submissions, on the cores of this machine.

Submissions travel to the workers as bytes and reports come back as bytes; only the caller writes the gradebook.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice

from autograder.course import Course, unwritable
from autograder.reports.model import Report
from autograder.sandbox import Unavailable
from autograder.submission import Submission
from autograder.workers import LimitsOf, Workers

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
