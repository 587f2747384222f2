"""How ``nbgrader autograde`` reads a student's notebook: through ``autograder.submission``, never as it lies there.

nbgrader converts every notebook twice. In the first pass, from ``submitted/`` to ``autograded/``, this exporter puts a
rebuilt and cleaned notebook in place of the student's file. In the second, within ``autograded/``, the preprocessors
of ``grade.py`` find in ``resources["forwardpass"]`` what was handed in. A notebook that cannot be graded takes the same
way as the released notebook with a banner, so that one bad file neither stops a class nor becomes a zero.
"""

from __future__ import annotations

import copy
import hashlib
import secrets
import weakref
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode

from autograder.course import Course
from autograder.nbgrader_bridge import inbox, sandbox_settings
from autograder.nbgrader_bridge.hooks import prepare
from autograder.nbgrader_bridge.sanitise import clean_attachments, clean_markdown
from autograder.sandbox import Sandbox
from autograder.submission import InvalidSubmission, Submission, SubmittedCell

MAX_SHOWN_TEXT = 200_000  # characters of Markdown in one notebook; a renderer needs seconds for them at worst
MAX_SHOWN_PICTURES = 16 * 2**20
TOO_MUCH = "*The notebook holds more text than is shown here; this cell is in the file that was handed in.*"
HELD = "A person will look at it; no score is final before that."


@dataclass(frozen=True)
class HandedIn:
    """One notebook of one student on its way through nbgrader: a submission, or the reason why it is none."""

    student: str
    assignment: str
    notebook: str
    submission: Submission | None
    reason: str = ""
    digest: str = ""


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]
    """Set as ``c.Autograde.exporter_class``. Lives as long as one run of ``nbgrader autograde``."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.handed_in: HandedIn | None = None
        self.begun: Sandbox | None = None
        self._grader: Any = None
        self._stack = ExitStack()
        weakref.finalize(self, self._stack.close)
        if self.parent is not None and self.parent.assignments:
            self._warm_up()
            prepare(self.parent)

    @property
    def course(self) -> Course:
        """The course that is being graded."""
        return Course(Path(self.parent.coursedir.root))

    def _warm_up(self) -> None:
        """Have the sandbox import what notebooks need while nbgrader reads and copies what was handed in."""
        self.begun = sandbox_settings.GradeInSandbox(parent=self).begin()
        if self.begun is not None:
            self._stack.callback(self.begun.close)

    def grader(self, make: Any) -> Any:
        """Give the run's one grader, started by ``make(course)`` when the first notebook needs it."""
        if self._grader is None:
            self._grader = self._stack.enter_context(make(self.course))
        return self._grader

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Read a notebook: the student's through ``submission.read``, our own rebuilt one as it is."""
        resources = {} if resources is None else resources
        if not self.parent._sanitizing:
            resources["forwardpass"] = self.handed_in
            sign(Path(filename).with_name("submission_secret.txt"))
            made: tuple[str, dict[str, Any]] = super().from_filename(filename, resources=resources, **kw)
            return made
        resources["metadata"] = {"name": resources["nbgrader"]["notebook"], "path": str(Path(filename).parent)}
        exported: tuple[str, dict[str, Any]] = self.from_notebook_node(
            self.rebuild(filename, resources), resources, **kw
        )
        return exported

    def rebuild(self, filename: str, resources: dict[str, Any]) -> NotebookNode:
        """Make a clean notebook of what was handed in, and remember that as ``handed_in``."""
        names = resources["nbgrader"]
        release = inbox.releases(self.course, names["assignment"])[names["notebook"]]
        self.handed_in = take(Path(filename), release, names["student"], names["assignment"], names["notebook"])
        if self.handed_in.submission is None:
            self.log.warning(
                "%s of %s is held for a person: %s", names["notebook"], names["student"], self.handed_in.reason
            )
        return presentable(self.handed_in, release)


def sign(path: Path) -> None:
    """Give a submission the secret that `nbgrader submit` would have given it: release_feedback stops without one."""
    if not path.exists():
        path.write_text(secrets.token_hex(64), encoding="ascii")


def take(path: Path, release: NotebookNode, student: str, assignment: str, notebook: str) -> HandedIn:
    """Read a student's notebook. A fault of theirs comes back as a reason; a fault of ours is raised."""
    digest = ""
    try:
        data = inbox.read_bytes(path)
        digest = hashlib.sha256(data).hexdigest()
        submission = inbox.understand(data, release, assignment=assignment, notebook=notebook)
    except InvalidSubmission as invalid:
        # The reason may quote a file's name, and nbgrader shows it as Markdown, in a comment for instance.
        return HandedIn(student, assignment, notebook, None, clean_markdown(invalid.reason), digest)
    return HandedIn(student, assignment, notebook, submission, digest=digest)


def presentable(handed_in: HandedIn, release: NotebookNode) -> NotebookNode:
    """Make the notebook for ``autograded/``: everything that a student wrote is safe to show."""
    if handed_in.submission is None:
        made = copy.deepcopy(release)
        made.cells.insert(0, banner("This notebook could not be graded", [handed_in.reason, HELD]))
        made.nbformat_minor = 5
        return made
    made = handed_in.submission.to_notebook()
    text, pictures = MAX_SHOWN_TEXT, MAX_SHOWN_PICTURES
    for cell, origin in zip(made.cells, handed_in.submission.cells, strict=True):
        if origin.origin == "student" and cell.cell_type != "code":
            _clean(cell, origin, text, pictures)
            text -= len(cell.source)
            pictures -= _weight(cell.get("attachments", {}))
    return made


def banner(title: str, sentences: list[str]) -> NotebookNode:
    """Make a cell on top of the notebook in which the grader speaks to whoever opens it."""
    lines = "\n".join(f"- {clean_markdown(sentence)}" for sentence in sentences)
    return nbformat.v4.new_markdown_cell(f"**{title}**\n\n{lines}", id="forwardpass-banner")


def _clean(cell: NotebookNode, origin: SubmittedCell, text: int, pictures: int) -> None:
    """Make text safe to show. Code stays: it is shown escaped, and run again by whoever opens the notebook."""
    attachments = clean_attachments(origin.attachments)
    if _weight(attachments) > pictures:
        attachments = {}
    cell.source = clean_markdown(cell.source, attachments) if len(cell.source) <= text else TOO_MUCH
    cell.pop("attachments", None)
    if attachments:
        cell.attachments = attachments


def _weight(attachments: Mapping[str, Mapping[str, str]]) -> int:
    return sum(len(data) for bundle in attachments.values() for data in bundle.values())
