"""The steps of ``nbgrader autograde`` that are ours: grade in the sandbox, then save what the report says.

``GradeInSandbox`` runs first and writes outputs and checks into the notebook; ``SaveReport`` then writes the gradebook.
Both read ``resources["forwardpass"]``, which ``SubmissionExporter`` put there.
"""

from __future__ import annotations

from typing import Any

import msgspec
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Dict, Enum, Unicode
from traitlets.utils.importstring import import_item

from autograder.course import Course
from autograder.nbgrader_bridge import ledger
from autograder.nbgrader_bridge.exporter import HandedIn, banner
from autograder.nbgrader_bridge.sanitise import clean_output
from autograder.nbgrader_bridge.store import ReportStore, Stored
from autograder.nbgrader_bridge.table import checks_output, held_output, score_output
from autograder.reports.model import Report
from autograder.sandbox.limits import Limits, Profile
from autograder.submission import Submission

Resources = dict[str, Any]


class Outcome(msgspec.Struct, frozen=True):
    """What ``SaveReport`` needs to know about a graded notebook. ``mark`` names what the report says."""

    report: Report
    missing: tuple[str, ...]
    mark: str


class GradeInSandbox(NbGraderPreprocessor):  # type: ignore[misc]
    """Runs the student's cells and the hidden checks, and shows their outcome in the notebook."""

    isolation = Enum(
        ("bubblewrap", "none"),
        "bubblewrap",
        help="What stands between student code and this machine. 'none' is for your own notebooks only.",
    ).tag(config=True)
    numpy = Dict(help="Limits for NumPy notebooks that differ from the default, such as {'cell_seconds': 10}.").tag(
        config=True
    )
    keras = Dict(help="Limits for Keras notebooks that differ from the default.").tag(config=True)
    reuse_reports = Bool(
        False,
        help="Take a stored report on the same file even under --force, as `autograder grade` does with its own.",
    ).tag(config=True)
    # A name, not a class: nbgrader makes this object where an ImportError would end the whole class.
    grader_class = Unicode("autograder.pipeline.Grader", help="What grades a submission.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Grade one notebook and write the outcome into it."""
        handed_in: HandedIn = resources["forwardpass"]
        store = ReportStore(self.parent.course)
        stored = self._stored(handed_in, store)
        report = stored.report
        missing = handed_in.submission.missing if handed_in.submission else ()
        resources["forwardpass_outcome"] = Outcome(report, missing, stored.mark)
        write_outputs(nb, report)
        if report.notes:
            nb.cells.insert(0, banner("Notes from the grader", report.notes))
        return nb, resources

    def limits(self) -> dict[str, Limits]:
        """Give the limits per profile, as configured."""
        profiles: tuple[tuple[Profile, Any], ...] = (("numpy", self.numpy), ("keras", self.keras))
        return {name: msgspec.structs.replace(Limits.for_profile(name), **changes) for name, changes in profiles}

    def _stored(self, handed_in: HandedIn, store: ReportStore) -> Stored:
        submission = handed_in.submission
        if submission is None:
            return store.put(handed_in.student, invalid_report(handed_in))
        ready = store.current(handed_in.assignment, handed_in.notebook, handed_in.student, submission.digest)
        if ready and (self.reuse_reports or not (self.parent.parent.force or _unsettled(ready.report))):
            return ready
        report: Report = self.parent.grader(self._make).grade(submission)
        _insist(report, submission)
        return store.put(handed_in.student, report)

    def _make(self, course: Course) -> Any:
        return import_item(self.grader_class)(course, isolation=self.isolation, limits=self.limits())


def invalid_report(handed_in: HandedIn) -> Report:
    """Make the report on a file that cannot be graded: no checks, so every exercise is held."""
    return Report(
        assignment=handed_in.assignment,
        notebook=handed_in.notebook,
        digest=handed_in.digest,
        kit="",
        isolation="",
        checks=[],
        invalid=handed_in.reason,
    )


def write_outputs(nb: NotebookNode, report: Report) -> None:
    """Put the cells' cleaned outputs, and under each graded cell its score and checks, into the notebook."""
    runs = {run.index: run for run in report.cells}
    items = report.items()
    for index, cell in enumerate(nb.cells):
        if cell.cell_type != "code":
            continue
        run = None if report.invalid else runs.get(index)
        outputs = [made for output in (run.outputs if run else []) if (made := clean_output(output))]
        cell.execution_count = run.execution_count if run else None
        cell.outputs = [NotebookNode(output) for output in outputs]
        if utils.is_grade(cell) and not utils.is_solution(cell):
            item = items.get(cell.metadata.nbgrader.grade_id)
            points = float(cell.metadata.nbgrader.points)
            score = 0.0 if item is None or item.held else item.credit * points
            cell.outputs = [_scoreless(output) for output in cell.outputs]
            cell.outputs.append(score_output(score))
            cell.outputs.append(checks_output(item, points, score) if item else held_output(report.invalid))


def _scoreless(output: NotebookNode) -> NotebookNode:
    """Make of an output one that nbgrader cannot take for a score: no result, no error, nothing on stderr."""
    if output.output_type == "error":
        text = "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
        return NotebookNode(output_type="stream", name="stdout", text=text + "\n")
    if output.output_type == "stream":
        return NotebookNode(output_type="stream", name="stdout", text=output.text)
    return NotebookNode(output_type="display_data", data=output.data, metadata=output.metadata)


def _unsettled(report: Report) -> bool:
    return any(check.verdict.held for check in report.checks)


def _insist(report: Report, submission: Submission) -> None:
    if (report.assignment, report.notebook, report.digest) != (
        submission.assignment,
        submission.notebook,
        submission.digest,
    ):
        raise RuntimeError("the report is not about this submission")


class SaveReport(SaveAutoGrades):  # type: ignore[misc]
    """Writes scores into the gradebook: explicit credit counts, everything else waits for a person.

    A manual grade is never changed. Stock nbgrader asks for a second look at it after every autograding; here that
    happens only where there is something new to see, the student's file or the automatic score.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Save all grades and comments, then mark the notebook as recorded, in the gradebook and in itself."""
        self.outcome: Outcome = resources["forwardpass_outcome"]
        self.items = self.outcome.report.items()
        names = resources["nbgrader"]
        where = names["notebook"], names["assignment"], names["student"]
        with Gradebook(names["db_url"]) as book:
            self.same_work = ledger.reopen(book, *where) == self.outcome.report.digest != ""
        nb, resources = super().preprocess(nb, resources)
        with Gradebook(names["db_url"]) as book:
            ledger.enter(book, *where, digest=self.outcome.report.digest, mark=self.outcome.mark)
        nb.metadata["forwardpass"] = {**nb.metadata.get("forwardpass", {}), "recorded": self.outcome.mark}
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: Resources) -> None:
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        before = grade.auto_score
        grade.auto_score = self._auto_score(cell, float(grade.max_score))
        if grade.manual_score is None:
            grade.needs_manual_grade = grade.auto_score is None
        elif not self.same_work or before != grade.auto_score:
            grade.needs_manual_grade = True
        self.gradebook.db.commit()

    def _auto_score(self, cell: NotebookNode, points: float) -> float | None:
        """Points earned, or None where a person must decide."""
        name = cell.metadata["nbgrader"]["grade_id"]
        if self.outcome.report.invalid or name in self.outcome.missing:
            return None
        if utils.is_solution(cell):
            # A free answer: stock nbgrader gives 0 to what was left as released and leaves the rest to a person.
            score: float | None = utils.determine_grade(cell, self.log)[0]
            return score
        item = self.items.get(name)
        return None if item is None or item.held else round(item.credit * points, 4)

    def _add_comment(self, cell: NotebookNode, resources: Resources) -> None:
        super()._add_comment(cell, resources)
        if self.outcome.report.invalid:
            comment = self.gradebook.find_comment(
                cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            )
            comment.auto_comment = f"Held for a person: {self.outcome.report.invalid}"
            self.gradebook.db.commit()
