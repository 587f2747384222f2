"""Many students into the gradebook: nbgrader's own Autograde, run in this process over reports that are ready.

``autograder grade`` grades in parallel, puts each report into the ``ReportStore`` and then calls ``record_class``. So
it ends in the same gradebook, the same files, late penalties and all, as ``nbgrader autograde`` does.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde
from nbgrader.utils import capture_log, temp_attrs
from sqlalchemy.exc import SAWarning

from autograder.course import Course
from autograder.nbgrader_bridge import inbox
from autograder.nbgrader_bridge.grade import GradeInSandbox
from autograder.nbgrader_bridge.store import ReportStore
from autograder.sandbox.limits import Limits


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


def registered(course: Course, assignment: str) -> bool:
    """Whether `nbgrader generate_assignment` has put the assignment into the gradebook."""
    app = _app(course, "bubblewrap")
    with Gradebook(app.coursedir.db_url, app.coursedir.course_id) as book:
        return any(known.name == assignment for known in book.assignments)


def up_to_date(course: Course, assignment: str, student: str) -> bool:
    """Whether every notebook of a tidy folder is graded and recorded as it lies there, by the kit as it is now."""
    store = ReportStore(course)
    for name in inbox.releases(course, assignment):
        path = inbox.submitted(course, assignment, student) / f"{name}.ipynb"
        digest = hashlib.sha256(inbox.read_bytes(path)).hexdigest()
        if _recorded(course, assignment, student, name) != store.key(assignment, name, digest):
            return False
    return True


def record_class(
    course: Course, assignment: str, names: Iterable[str], *, force: bool = False, isolation: str = "bubblewrap"
) -> Iterator[Recorded]:
    """Record students one by one, yielding each as it is done.

    A stored report that still holds is used as it is; anybody without one is graded here. A student whose autograded
    copy is up to date is skipped unless ``force``. One student's failure never ends the class: it comes back as
    ``failure``, and the gradebook keeps what it had. Manual grades stay.
    """
    app = _app(course, isolation)
    for student in names:
        try:
            inbox.tidy(course, assignment, inbox.submitted(course, assignment, student))
            done = not force and up_to_date(course, assignment, student)
        except Exception as error:  # whatever one student handed in, the next one is recorded
            yield Recorded(student, failure=f"{type(error).__name__}: {error}")
            continue
        if done:
            yield Recorded(student, skipped=True)
            continue
        with temp_attrs(app.coursedir, assignment_id=assignment, student_id=glob.escape(student)):
            converter = Autograde(coursedir=app.coursedir, parent=app)
            converter.force = True
            with warnings.catch_warnings():
                # nbgrader 0.9.6 leaves new rows to SQLAlchemy's autoflush, which warns about every one of them.
                warnings.simplefilter("ignore", SAWarning)
                run = capture_log(converter)
        log = run.get("log", "")
        yield Recorded(student, failure="" if run["success"] else _reason(log, run.get("error", "")), log=log)


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
    app.config.GradeInSandbox.reuse_reports = True
    app.config.GradeInSandbox.isolation = isolation
    for handler in list(app.log.handlers):
        app.log.removeHandler(handler)
    app.log.propagate = False
    return app


def _recorded(course: Course, assignment: str, student: str, notebook: str) -> str:
    """Find the key under which a notebook was recorded last; empty where it was not, or only halfway."""
    path = course.root / "autograded" / student / assignment / f"{notebook}.ipynb"
    try:
        return str(json.loads(path.read_bytes())["metadata"]["forwardpass"]["recorded"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


NOTHING_SAID = "NbGraderException: Please see"  # how nbgrader ends every failed run, whatever the reason


def _reason(log: str, error: str) -> str:
    """Find the exception that ended a student's run, in one line. nbgrader logs it and raises one that says nothing."""
    names = r"^\s*([\w.]*(?:Error|Exception|Fault|Unavailable|Exit|Disagreement)(?:: .*)?)$"
    found = [line for line in re.findall(names, f"{error}\n{log}", re.MULTILINE) if NOTHING_SAID not in line]
    return found[-1] if found else "nbgrader gave no reason"
