"""Recording while others still grade: one thread writes the gradebook, each student as soon as they are complete."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from autograder.course import Course
from autograder.nbgrader_bridge import gradebook
from autograder.sandbox import Isolation


@dataclass
class Recorded:
    """What became of one assignment: students who were there already, and faults that are ours."""

    skipped: int = 0
    failures: dict[str, str] = field(default_factory=dict)


class Recorder:
    """A context manager. Leaving it waits until everybody expected is recorded, or those at hand after a fault.

    Assignments are recorded one after the other, in this order; each must be closed.
    """

    def __init__(
        self,
        course: Course,
        assignments: Sequence[str],
        step: Callable[[str, str], None],
        *,
        force: bool,
        isolation: Isolation,
    ) -> None:
        self.course, self.step, self.force, self.isolation = course, step, force, isolation
        self.outcomes = {assignment: Recorded() for assignment in assignments}
        self.seconds = 0.0
        self._left: dict[str, dict[str, int]] = {assignment: {} for assignment in assignments}
        self._closed: set[str] = set()
        self._ready: dict[str, queue.SimpleQueue[str | None]] = {name: queue.SimpleQueue() for name in assignments}
        self._error: BaseException | None = None
        self._stop = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._main, name="recorder", daemon=True)

    def __enter__(self) -> Self:
        """Start the thread."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Wait. Raises what stopped the recording, unless something else is on its way already."""
        if kind is not None:
            self._give_up()
        try:
            self._ended.wait()
        except BaseException:  # an interrupt: where the process goes on, the thread must not
            self._give_up()
            self._ended.wait()
            raise
        if kind is None:
            self.insist()

    def insist(self) -> None:
        """Raise what has stopped the recording, if anything has: ``CourseError`` for a full disk, for instance."""
        if self._error is not None:
            raise self._error

    def expect(self, assignment: str, student: str, count: int) -> None:
        """Say how many notebooks of a student are still to be graded."""
        self._left[assignment][student] = count
        self._announce(assignment, student)

    def graded(self, assignment: str, student: str) -> None:
        """Say that one more of them is graded."""
        self._left[assignment][student] -= 1
        self._announce(assignment, student)

    def close(self, assignment: str) -> None:
        """Say that nobody else is to be expected."""
        self._closed.add(assignment)
        self._end(assignment)

    def _give_up(self) -> None:
        self._stop = True
        for ready in self._ready.values():
            ready.put(None)

    def _announce(self, assignment: str, student: str) -> None:
        if not self._left[assignment][student]:
            del self._left[assignment][student]
            self._ready[assignment].put(student)
            self._end(assignment)

    def _end(self, assignment: str) -> None:
        if assignment in self._closed and not self._left[assignment]:
            self._ready[assignment].put(None)

    # -- inside the thread --------------------------------------------------------------------------------------------

    def _main(self) -> None:
        started = time.perf_counter()
        try:
            for assignment, outcome in self.outcomes.items():
                self._record(assignment, outcome)
        except BaseException as error:
            self._error = error
        finally:
            self.seconds += time.perf_counter() - started
            self._ended.set()

    def _record(self, assignment: str, outcome: Recorded) -> None:
        for row in gradebook.record_class(
            self.course,
            assignment,
            self._names(assignment),
            force=self.force,
            isolation=self.isolation,
            waits=self._ready[assignment].empty,
        ):
            outcome.skipped += row.skipped
            if row.failure:
                outcome.failures[row.student] = row.failure
            self.step(f"recording {assignment}", row.student)

    def _names(self, assignment: str) -> Iterator[str]:
        while not self._stop:
            asked = time.perf_counter()
            name = self._ready[assignment].get()
            self.seconds -= time.perf_counter() - asked
            if name is None:
                return
            yield name
