"""What nbgrader calls before it grades a student: ``c.Autograde.pre_convert_hook``."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course
from autograder.nbgrader_bridge.inbox import InboxError, tidy


def before_autograde(assignment: str, student: str, notebooks: list[str]) -> None:
    """Make the folder of the student whose ``notebooks`` these are safe and complete.

    nbgrader goes on when a hook fails, and would then copy links and give zeros for missing notebooks. So a folder
    that cannot be made safe ends the run (``SystemExit``, which nbgrader does not catch) and says why.
    ``student`` is the pattern that the run was started with; nbgrader has made the course folder the working one.
    """
    if not notebooks:
        return
    folder = Path(notebooks[0]).parent
    before = set(folder.glob("*.ipynb"))
    try:
        found = tidy(Course(Path.cwd()), assignment, folder)
    except (InboxError, LookupError) as error:
        raise SystemExit(f"autograding stopped: {error}") from error
    notebooks.extend(str(path) for path in found if path not in before)
