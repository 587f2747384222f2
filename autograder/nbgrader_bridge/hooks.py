"""What happens before ``nbgrader autograde`` looks at the first student."""

from __future__ import annotations

import glob
import json
import os
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException

from autograder.course import Course
from autograder.nbgrader_bridge.inbox import InboxError, releases, set_aside, tidy
from autograder.nbgrader_bridge.names import mend_date
from autograder.nbgrader_bridge.store import ReportStore, Stored
from autograder.terminal import shown


def prepare(converter: Any) -> None:
    """Make the folder of every student safe and complete, before nbgrader reads or copies anything in one.

    ``converter`` is nbgrader's ``Autograde`` that has found its notebooks. A student whose folder cannot be made safe
    is left out, with an error in the log, and has no score until a person has looked: the others are graded.
    Raises ``NbGraderException`` where the assignment is not released: our fault, and everybody's.
    """
    folders = converter.coursedir
    course, assignment = Course(Path(folders.root)), folders.assignment_id
    try:
        wanted = list(releases(course, assignment))
    except LookupError as error:
        converter.log.error("%s", error)
        raise NbGraderException(str(error)) from None
    found = glob.glob(converter._format_source(assignment, folders.student_id))
    for name in sorted({*found, *converter.assignments}):
        folder = Path(name)
        try:
            tidy(course, assignment, folder)
            _unblock(course, assignment, folder.parent.name, wanted, converter)
        except (InboxError, OSError) as error:
            converter.log.error("NOT GRADED: %s: %s", shown(folder.parent.name, 100), shown(error))
            converter.assignments.pop(name, None)
        else:
            pattern = os.path.join(glob.escape(name), f"{folders.notebook_id}.ipynb")
            converter.assignments[name] = [path for path in glob.glob(pattern) if Path(path).stem in wanted]


def _unblock(course: Course, assignment: str, student: str, wanted: list[str], converter: Any) -> None:
    """Set aside an ``autograded/`` folder that no finished run has made: nbgrader would skip the student as done."""
    made = Path(converter._format_dest(assignment, student))
    if made.parent.is_symlink():
        made = made.parent
    elif not os.path.lexists(made):
        return
    store = ReportStore(course)
    if made.is_symlink() or not all(_recorded(made, store.last(assignment, n, student), n) for n in wanted):
        converter.log.warning("Set aside, because no finished run has made it: %s", shown(made))
        set_aside(course, assignment, made)
    else:
        mend_date(made)


def _recorded(made: Path, last: Stored | None, notebook: str) -> bool:
    """Whether a graded notebook says of itself what the private store says of it."""
    try:
        notebook_metadata = json.loads((made / f"{notebook}.ipynb").read_bytes())["metadata"]
        return last is not None and notebook_metadata["forwardpass"]["recorded"] == last.key
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False
