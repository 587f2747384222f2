"""Many students into the gradebook: nbgrader's own Autograde, run in this process over reports that are ready.

``autograder grade`` grades in parallel, puts each report into the ``ReportStore`` and then calls ``record_class``. So
it ends in the same gradebook, the same files, late penalties and all, as ``nbgrader autograde`` does.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import io
import json
import logging
import os
import shutil
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from nbconvert.writers import FilesWriter
from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient
from nbgrader import api, utils
from nbgrader.api import Gradebook
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde, NbGraderException
from sqlalchemy.exc import SAWarning

from autograder import durable
from autograder.course import Course
from autograder.nbgrader_bridge import inbox, ledger
from autograder.nbgrader_bridge.exporter import sign
from autograder.nbgrader_bridge.grade import GradeInSandbox
from autograder.nbgrader_bridge.hooks import prepare
from autograder.nbgrader_bridge.precedents import unsettled
from autograder.nbgrader_bridge.store import ReportStore
from autograder.nbgrader_bridge.trouble import course_wide, gradebook_file, insist_on_a_file, told_plainly
from autograder.sandbox.limits import Limits

#: A transaction has so many students at most, and takes in nobody after so long: others wait for it.
TOGETHER, HELD_SECONDS = 8, 0.5


@dataclass(frozen=True)
class Recorded:
    """One student's outcome. ``failure`` is empty, or why nothing was recorded; then ``log`` says more."""

    student: str
    skipped: bool = False
    failure: str = ""
    log: str = ""


def students(course: Course, assignment: str) -> list[str]:
    """Everybody who has a folder for this assignment under ``submitted/``."""
    folders = (course.root / "submitted").glob(f"*/{glob.escape(assignment)}")
    return sorted(path.parent.name for path in folders if not path.parent.name.startswith("."))


def check(course: Course) -> None:
    """Raise ``CourseError`` where the gradebook cannot be written to now: locked, read-only, damaged or not a file."""
    url = _app(course, "bubblewrap").coursedir.db_url
    insist_on_a_file(url)
    path = gradebook_file(url)
    if path is None or path.exists():
        with told_plainly(course.root, url):
            ledger.try_to_write(url)


def registered(course: Course, assignment: str) -> bool:
    """Whether `nbgrader generate_assignment` has put the assignment into the gradebook."""
    with _opened(course, _app(course, "bubblewrap")) as book:
        return any(known.name == assignment for known in book.assignments)


def up_to_date(course: Course, assignment: str, student: str) -> bool:
    """Whether the gradebook says what the reports on a tidy folder say, as it lies there and by the kit as it is."""
    app = _app(course, "bubblewrap")
    with _opened(course, app) as book:
        return _up_to_date(course, assignment, student, ledger.marks(book, assignment))


def record_class(
    course: Course,
    assignment: str,
    names: Iterable[str],
    *,
    force: bool = False,
    isolation: str = "bubblewrap",
    waits: Callable[[], bool] = lambda: False,
) -> Iterator[Recorded]:
    """Record students as they come, yielding each as it is done.

    A stored report that still holds is used as it is; anybody without one is graded here. A student of whom the
    gradebook says already what the reports say, and what persons say about the same free answers, is skipped unless
    ``force``. A student is recorded as a whole or not at all. One student's failure never ends the class: it comes back
    as ``failure``, and the gradebook keeps what it had. Manual grades stay. Raises ``CourseError`` for what would hit
    everybody: a full disk, a locked gradebook.

    Who is ready at the same moment shares a transaction. ``waits`` says whether the next of ``names`` is yet to come.
    """
    app = _app(course, isolation)
    url = app.coursedir.db_url
    insist_on_a_file(url)
    with _opened(course, app) as book:
        ledger.keep_quick(book, url)
        known, changed = ledger.marks(book, assignment), unsettled(book, course, assignment)
    recorder = _Recorder(app, assignment)
    for batch in _batches(iter(names), waits):
        rows, due = _Rows(course.root, url), []
        for student in batch:
            with rows.of(student):
                inbox.tidy(course, assignment, inbox.submitted(course, assignment, student))
                if not force and student not in changed and _up_to_date(course, assignment, student, known):
                    rows[student] = Recorded(student, skipped=True)
                else:
                    due.append(student)
        with told_plainly(course.root, url):
            while due:
                due = due[recorder.record(due, rows) :]
        yield from (rows[student] for student in batch)


def _batches(names: Iterator[str], waits: Callable[[], bool]) -> Iterator[list[str]]:
    """Whoever is ready: nobody waits for a batch to fill."""
    for name in names:
        batch = [name]
        while len(batch) < TOGETHER and not waits() and (ready := next(names, None)) is not None:
            batch.append(ready)
        yield batch


class Failed(Exception):
    """A student could not be recorded; ``cause`` says why, ``log`` is what nbgrader said."""

    def __init__(self, cause: BaseException, log: str) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.log = log


class _Rows(dict[str, Recorded]):
    """What became of some students, by name."""

    def __init__(self, root: Path, url: str) -> None:
        super().__init__()
        self.root, self.url = root, url

    @contextmanager
    def of(self, student: str) -> Iterator[None]:
        """Note what goes wrong with one student: the others go on. Raises ``CourseError`` for what hits everybody."""
        try:
            yield
        except Exception as error:  # whatever one student handed in, the next one is recorded
            cause, log = (error.cause, error.log) if isinstance(error, Failed) else (error, "")
            if wide := course_wide(cause, self.root, self.url):
                raise wide from error
            self[student] = Recorded(student, failure=_said(cause), log=log)


class _Recorder:
    """Writes students of one assignment; keeps what is the same for all of them."""

    def __init__(self, app: AutogradeApp, assignment: str) -> None:
        self.coursedir, self.assignment = app.coursedir, assignment
        self.engine = ledger.connect(app.coursedir.db_url)
        self.step = app.coursedir.autograded_directory
        self.aside = f"{self.step}/{durable.draft_name()}recording"
        self.coursedir.assignment_id, self.coursedir.autograded_directory = assignment, self.aside
        try:
            self.converter = _Autograde(coursedir=app.coursedir, parent=app)
        finally:
            self.coursedir.autograded_directory = self.step

    def record(self, students: Sequence[str], rows: _Rows) -> int:
        """Write students into the gradebook and ``autograded/``, each of them as a whole or not at all.

        One transaction, so it ends when others may have waited for it long enough; returns how many it had. The files
        are made aside and take their place once the gradebook is written. Where the process ends in between, the file
        in ``autograded/`` lacks the mark that the gradebook has, and ``up_to_date`` tells.
        """
        count = 0
        try:
            with ledger.whole(self.engine) as alone:
                until = time.monotonic() + HELD_SECONDS
                while count < len(students) and (count == 0 or time.monotonic() < until):
                    student = students[count]
                    with rows.of(student), alone() as part:
                        self._write(student)
                        if not part.is_active:  # taken back behind our back, and whoever did it told nobody
                            raise RuntimeError("the gradebook did not keep what was written")
                    count += 1
            for student in students[:count]:
                if student not in rows:
                    with rows.of(student):
                        durable.publish(self._place(self.aside, student), self._place(self.step, student))
                        rows[student] = Recorded(student)
        finally:
            shutil.rmtree(Path(self.coursedir.root, self.aside), ignore_errors=True)
        return count

    def _write(self, student: str) -> None:
        self.coursedir.student_id, self.coursedir.autograded_directory = glob.escape(student), self.aside
        try:
            with warnings.catch_warnings():
                # nbgrader 0.9.6 leaves new rows to SQLAlchemy's autoflush, which warns about every one of them.
                warnings.simplefilter("ignore", SAWarning)
                _convert(self.converter)
            durable.sync_tree(self._place(self.aside, student))
        finally:
            self.coursedir.autograded_directory = self.step

    def _place(self, step: str, student: str) -> Path:
        return Path(self.coursedir.format_path(step, student, self.assignment))


class _Autograde(Autograde):  # type: ignore[misc]
    """nbgrader's own, for many students one after the other, in one pass over each notebook.

    nbgrader makes exporter, writer and preprocessors anew for every notebook, writes it, reads it again, and copies and
    validates it at every step. The steps here are the same ones, as configured, on one notebook in memory.
    What went wrong stays at hand as ``cause``: nbgrader logs it and raises an exception that says nothing.
    """

    force = True
    cause: BaseException | None = None

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.assignments: dict[str, list[str]] = {}
        self.writer = FilesWriter(parent=self, config=self.config)
        self.exporter = self.exporter_class(parent=self, config=self.config)
        self.exporter._preprocessors = []
        for step in (*self.sanitize_preprocessors, *self.autograde_preprocessors):
            self.exporter.register_preprocessor(step)

    def start(self) -> None:
        """Convert the notebooks of one student."""
        self.cause = None
        self.init_notebooks()
        with contextlib.chdir(self.coursedir.root):
            prepare(self)
            self.convert_notebooks()

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        with self._remembered():
            super().init_assignment(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        with self._remembered():
            resources = self.init_single_notebook_resources(notebook_filename)
            resources["output_extension"] = self.exporter.file_extension
            notebook = self.exporter.rebuild(notebook_filename, resources)
            resources["forwardpass"] = self.exporter.handed_in
            with utils.setenv(NBGRADER_EXECUTION="autograde"):
                for step in self.exporter._preprocessors:
                    notebook, resources = step(notebook, resources)
            self.write_single_notebook(_as_text(notebook), resources)
            sign(Path(self.writer.build_directory, "submission_secret.txt"))

    @contextmanager
    def _remembered(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.cause = error
            raise


def _as_text(notebook: NotebookNode) -> str:
    """What ``nbformat.writes`` writes, without its copy and its second validation, and without Python's JSON."""
    plain = strip_transient(split_lines(notebook))
    return msgspec.json.format(msgspec.json.encode(plain, order="sorted"), indent=1).decode() + "\n"


def _convert(converter: Any) -> None:
    """Run nbgrader's conversion. Raises ``Failed`` with what went wrong and what nbgrader logged."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    loggers = (converter.log, api.app_log)  # the gradebook logs tracebacks to the second, else seen on the terminal
    for logger in loggers:
        logger.addHandler(handler)
    try:
        converter.start()
    except (NbGraderException, SystemExit) as error:
        raise Failed(converter.cause or error, said.getvalue()) from error
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


def limits(course: Course) -> dict[str, Limits]:
    """Give the limits per profile that the course's ``nbgrader_config.py`` sets."""
    made: dict[str, Limits] = GradeInSandbox(parent=_app(course, "bubblewrap")).limits()
    return made


def _app(course: Course, isolation: str) -> AutogradeApp:
    """Set nbgrader up as its command line does in the course folder, but silent."""
    if shutil.which("alembic") is None:  # nbgrader calls it by name when it makes a gradebook
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    app = AutogradeApp()
    app.initialize([], root=str(course.root.resolve()))
    sys.path[:] = dict.fromkeys(sys.path)  # nbgrader adds the working folder every time
    app.config.GradeInSandbox.reuse_reports = True
    app.config.GradeInSandbox.isolation = isolation
    for handler in list(app.log.handlers):
        app.log.removeHandler(handler)
    app.log.propagate = False
    app.coursedir.db_url = ledger.patient(app.coursedir.db_url)
    return app


@contextmanager
def _opened(course: Course, app: AutogradeApp) -> Iterator[Gradebook]:
    url = app.coursedir.db_url
    with told_plainly(course.root, url), Gradebook(url, app.coursedir.course_id) as book:
        yield book


def _up_to_date(course: Course, assignment: str, student: str, known: dict[tuple[str, str], str]) -> bool:
    store = ReportStore(course)
    for name in inbox.releases(course, assignment):
        path = inbox.submitted(course, assignment, student) / f"{name}.ipynb"
        stored = store.current(assignment, name, student, hashlib.sha256(inbox.read_bytes(path)).hexdigest())
        if stored is None or not stored.mark == known.get((student, name)) == _shown(course, assignment, student, name):
            return False
    return True


def _shown(course: Course, assignment: str, student: str, notebook: str) -> str:
    """Find the mark of the report that a notebook in ``autograded/`` shows; empty where there is none."""
    path = course.root / "autograded" / student / assignment / f"{notebook}.ipynb"
    try:
        return str(json.loads(path.read_bytes())["metadata"]["forwardpass"]["recorded"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
