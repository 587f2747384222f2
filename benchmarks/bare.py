"""The least that grading can cost: the students' cells and the calls of the hidden checks, in one bare process.

No sandbox, no fork, no comparison, no gradebook. The calls are those that the checks really make, recorded once.
"""

from __future__ import annotations

import contextlib
import io
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder import references
from autograder.course import Course
from autograder.demonstrations import to_run
from autograder.exercises import of_assignment
from autograder.graders.direct import Direct
from autograder.graders.runner import Checks
from autograder.nbgrader_bridge import inbox
from autograder.sandbox import StudentFault


class Namespace(Direct):
    """Stands for a room too: runs everything here, and keeps the time of what is the student's."""

    forks = False

    def __init__(self) -> None:
        super().__init__({"__name__": "__main__"})
        self.spent = 0.0

    def run(self, source: str) -> None:
        """A cell."""
        with self._timed(), contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            exec(source, self.names)

    @contextlib.contextmanager
    def check(self, limits: Any = None, *, spare: bool = False) -> Any:
        """A session."""
        yield self

    def invoke(self, function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call it. Raises ``StudentFault`` for what it raises."""
        try:
            with self._timed():
                return function(*args, **kwargs)
        except Exception as error:
            raise StudentFault(str(error)) from None

    @contextlib.contextmanager
    def _timed(self) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.spent += time.perf_counter() - started


def seconds(root: Path, assignment: str) -> float:
    """Seconds that the code of everybody in ``submitted/`` takes, summed."""
    course = Course(root)
    releases = inbox.releases(course, assignment)
    references.set_cache(course.cache)
    spent = 0.0
    # What every notebook imports is imported already, as in the warm process.
    import matplotlib.pyplot  # noqa: F401

    import forwardpass.check  # noqa: F401

    names = {exercise.name for exercise in of_assignment(assignment) if exercise.notebook == assignment}
    with Checks(course, assignment) as checks, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for folder in sorted((root / "submitted").iterdir()):
            path = folder / assignment / f"{assignment}.ipynb"
            submission = inbox.load(path, releases[assignment], assignment=assignment, notebook=assignment)
            here = Namespace()
            for cell in to_run(submission.cells):
                here.run(cell.source)
            checks.run(names, here)  # type: ignore[arg-type]
            spent += here.spent
    return spent
