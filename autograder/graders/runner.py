"""One pytest session that grades any number of submissions.

pytest collects ``grade_<notebook>.py`` once, in a thread of its own, and then runs its checks again for every
submission handed to ``Checks.run``: fixtures, parametrisation and plain asserts work as in any pytest file, and no
submission pays for collection. Student code never runs here; a check reaches it through ``room``.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

import msgspec
import numpy as np
import pytest
from _pytest.runner import runtestprotocol

from autograder.course import Course
from autograder.exercises import notebooks
from autograder.graders import tracing
from autograder.graders.seeing import Answers, public_answers, seen
from autograder.graders.student import Student
from autograder.graders.verdicts import judge
from autograder.reports.model import CheckResult, Verdict
from autograder.sandbox import Room

GRADERS = Path(__file__).parent

# pytest's own plugins that only matter to people who read a terminal, or that would act on the whole process.
UNUSED = ("cacheprovider", "capture", "faulthandler", "junitxml", "logging", "pastebin", "stepwise", "terminal",
          "threadexception", "unraisableexception", "xdist", "hypothesispytest", "anyio", "debugging", "setuponly",
          "setupplan", "doctest", "legacypath", "looponfail")  # fmt: skip


class GraderFileError(Exception):
    """A grader file cannot be used: it does not import, or a check says of no exercise that it belongs to it."""


@dataclass
class _Job:
    items: Collection[str]
    room: Room
    results: list[CheckResult] = field(default_factory=list)
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)
    public: Answers | None = None
    in_vain: int = 0


class Checks:
    """The checks of one assignment, ready to run; a context manager.

    Raises ``GraderFileError`` on entry when a grader file has a fault.
    """

    def __init__(self, course: Course, assignment: str, folder: Path = GRADERS) -> None:
        """Collect ``folder/grade_<notebook>.py``; notebooks without a file have their checks in the assignment's."""
        self.course = course
        self.assignment = assignment
        self.folder = folder
        self.name = f"grade_{assignment}.py"
        self.names: dict[str, list[str]] = {}
        self._jobs: Queue[_Job | None] = Queue()
        self._ready = threading.Event()
        self._failure = ""
        self._job: _Job | None = None
        self._raised: list[BaseException] = []
        self._helpers: tuple[str, ...] = ()
        self._thread = threading.Thread(target=self._main, name=f"graders-{assignment}", daemon=True)

    def __enter__(self) -> Checks:
        """Start the session and wait until it has collected."""
        self._thread.start()
        self._ready.wait()
        if self._failure:
            self._thread.join()
            raise GraderFileError(self._failure)
        return self

    def __exit__(self, *_: object) -> None:
        """End the session."""
        self._jobs.put(None)
        self._thread.join()

    def run(self, items: Collection[str], room: Room) -> list[CheckResult]:
        """Run every check of these exercises against one submission; one result per check, in the file's order."""
        job = _Job(items, room)
        self._jobs.put(job)
        job.done.wait()
        if job.error is not None:
            raise job.error
        return job.results

    # -- inside pytest's thread ---------------------------------------------------------------------------------------

    def _main(self) -> None:
        try:
            paths = self._files()
            if not paths:
                self._failure = f"{self.name} does not exist in {self.folder}"
                return
            arguments = [*map(str, paths), "--rootdir", str(self.folder), "-c", str(GRADERS / "pytest.ini"),
                         "--import-mode=importlib", "-W", "ignore"]  # fmt: skip
            for name in UNUSED:
                arguments += ["-p", f"no:{name}"]
            for path in paths:
                sys.modules.pop(path.stem, None)  # of another folder's file of the same name
            code = pytest.main(arguments, plugins=[self])
            if not self._ready.is_set() and not self._failure:
                self._failure = f"{self.name}: pytest ended with {code} before it had collected a check"
        except BaseException as error:  # the thread must never leave a caller waiting
            self._failure = self._failure or f"{self.name}: {error!r}"
            if self._job is not None:
                self._job.error = error
                self._job.done.set()
        finally:
            self._ready.set()

    def _files(self) -> list[Path]:
        try:
            names = notebooks(self.assignment)
        except LookupError:
            names = (self.assignment,)
        return [path for path in (self.folder / f"grade_{name}.py" for name in names) if path.is_file()]

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declare the marker that ``item`` sets, and have what cannot be collected told as Python tells it."""
        config.option.tbstyle = "native"
        config.addinivalue_line("markers", "item(name, weight, explanation): the exercise that a check belongs to")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that does not import is our fault, said once and in full."""
        if report.failed:
            self._failure = f"{self.name} cannot be collected:\n{report.longreprtext}"

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """There are checks, and every one belongs to an exercise."""
        if not session.items and not self._failure:
            self._failure = f"{self.name} holds no check (no function called test_*)"
        known: set[str] = set()
        for check in session.items:
            mark = check.get_closest_marker("item")
            if mark is None:
                self._failure = f"{self.name}: {check.name} says of no exercise that it belongs to it (@item)"
                return
            if check.name in known:  # its hidden cases are drawn by that name
                self._failure = f"{self.name}: two checks are called {check.name}"
                return
            known.add(check.name)
            self.names.setdefault(mark.kwargs["name"], []).append(check.name)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Wait for submissions and run their checks."""
        if self._failure:
            return True
        self._ready.set()
        for job in self._queue():
            self._job = job
            try:
                if job.room.forks:
                    job.public = public_answers(job.room, [name for name in self.names if name in job.items])
                wanted = [c for c in session.items if c.get_closest_marker("item").kwargs["name"] in job.items]  # type: ignore[union-attr]
                for check, following in zip(wanted, [*wanted[1:], None], strict=True):
                    job.results.append(self._result(job, check, following))
            except BaseException as error:
                job.error = error
            finally:
                self._job = None
                job.done.set()
        return True

    def _queue(self) -> Iterator[_Job]:
        while (job := self._jobs.get()) is not None:
            yield job

    def _result(self, job: _Job, check: pytest.Item, following: pytest.Item | None) -> CheckResult:
        """Run a check; where a wrong helper may be to blame, once more with a right one."""
        own = self._run_check(check, following)
        first = not any(one.item == own.item and one.credit < 1 for one in job.results)
        if job.public is not None and first and own.verdict is Verdict.WRONG:
            own = msgspec.structs.replace(own, shown=seen(own.item, job.public))
        traces = job.room.forks and job.in_vain < tracing.MOST_IN_VAIN
        names = tracing.failed_helpers(self.assignment, own, job.results) if traces else ()
        if not names:
            return own
        self._helpers = names
        try:
            traced = self._run_check(check, following)
        finally:
            self._helpers = ()
        job.in_vain += traced.verdict is Verdict.LIMIT
        return tracing.better(own, traced, names)

    def _run_check(self, check: pytest.Item, following: pytest.Item | None) -> CheckResult:
        self._raised = []
        started = time.perf_counter()
        try:
            reports = runtestprotocol(check, log=False, nextitem=following)
        except pytest.exit.Exception as stop:
            # pytest lets this one through, tear-down undone. It is a fault of the grader file like any other.
            check.session._setupstate.teardown_exact(None)
            self._raised, reports = [stop], []
        passed = [report.when for report in reports if report.passed] == ["setup", "call", "teardown"]
        return judge(check, self._raised, passed=passed, seconds=time.perf_counter() - started)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Remember the exceptions themselves: verdicts are decided by type, never by the text of a report.

        So there is none: a wrong answer is no surprise, and pytest's own tracebacks take longer than most checks.
        """
        if call.excinfo is not None:
            self._raised.append(call.excinfo.value)
        assert call.when != "collect"
        return pytest.TestReport(
            item.nodeid, item.location, {}, "failed" if call.excinfo else "passed", None, call.when
        )

    @pytest.fixture
    def student(self) -> Iterator[Student]:
        """The submission under grading, for the length of one check."""
        assert self._job is not None
        with self._job.room.check(spare=bool(self._helpers)) as session:
            tracing.lend(session, self.assignment, self._helpers)
            yield Student(session, self.assignment, self._job.public)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Random numbers for this check's hidden cases: drawn from the course secret, the same for the whole class."""
        return self.course.generator(self.assignment, request.node.name)
