"""The steps of ``nbgrader autograde`` that are ours: grade in the sandbox, then save what the report says.

``GradeInSandbox`` runs first and writes outputs and checks into the notebook; ``SaveReport`` then writes the gradebook.
Both read ``resources["forwardpass"]``, which ``SubmissionExporter`` put there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, GradeCell, MissingEntry, SourceCell, TaskCell
from nbgrader.preprocessors import NbGraderPreprocessor, OverwriteCells, SaveAutoGrades
from traitlets.utils.importstring import import_item

from autograder.course import Course
from autograder.importing import undisturbed
from autograder.nbgrader_bridge import ledger, sandbox_settings
from autograder.nbgrader_bridge.exporter import MAX_SHOWN_PICTURES, HandedIn, banner
from autograder.nbgrader_bridge.free_answers import FreeAnswer, free_answers
from autograder.nbgrader_bridge.precedents import Ruling, enter, rulings
from autograder.nbgrader_bridge.rubric_cells import add_rubrics
from autograder.nbgrader_bridge.sanitise import clean_image, clean_output
from autograder.nbgrader_bridge.store import ReportStore, Stored
from autograder.nbgrader_bridge.table import checks_output, held_output, score_output
from autograder.reports.model import Report
from autograder.submission import Submission

Resources = dict[str, Any]
MOST_SAVED = 10  # pictures under one cell
AS_SAVED = "As saved in the file that was handed in; not drawn again for grading:\n"


class Outcome(msgspec.Struct, frozen=True):
    """What ``SaveReport`` needs to know about a graded notebook. ``mark`` names what the report says."""

    report: Report
    missing: tuple[str, ...]
    mark: str


class GradeInSandbox(sandbox_settings.GradeInSandbox):
    """Runs the student's cells and the hidden checks, and shows their outcome in the notebook."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Grade one notebook and write the outcome into it."""
        handed_in: HandedIn = resources["forwardpass"]
        store = ReportStore(self.parent.course)
        stored = self._stored(handed_in, store)
        report = stored.report
        submission = handed_in.submission
        resources["forwardpass_outcome"] = Outcome(report, submission.missing if submission else (), stored.mark)
        write_outputs(nb, report, submission.pictures if submission else {})
        if report.notes:
            nb.cells.insert(0, banner("Notes from the grader", report.notes))
        return nb, resources

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
        begun = {"sandbox": self.parent.begun} if self.parent.begun else {}
        with undisturbed():
            grader_class = import_item(self.grader_class)
        return grader_class(course, isolation=self.isolation, limits=self.limits(), **begun)


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


def write_outputs(nb: NotebookNode, report: Report, pictures: Mapping[int, tuple[str, ...]]) -> None:
    """Put the cells' cleaned outputs, and under each graded cell its score and checks, into the notebook.

    ``pictures`` are those of the student's file under the instructor's code, by the index of the cell. They are shown
    where nothing was drawn anew: under demonstrations, which do not run for grading, and under checks that failed.
    """
    runs = {run.index: run for run in report.cells}
    items = report.items()
    saved = {} if report.invalid else saved_pictures(pictures)
    for index, cell in enumerate(nb.cells):
        if cell.cell_type != "code":
            continue
        run = None if report.invalid else runs.get(index)
        outputs = [made for output in (run.outputs if run else []) if (made := clean_output(output))]
        cell.execution_count = run.execution_count if run else None
        cell.outputs = [NotebookNode(output) for output in outputs]
        item = items.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if run is None or (item is not None and item.credit < 1):
            cell.outputs += saved.get(index, [])
        if utils.is_grade(cell) and not utils.is_solution(cell):
            points = float(cell.metadata.nbgrader.points)
            score = 0.0 if item is None or item.held else item.credit * points
            cell.outputs = [_scoreless(output) for output in cell.outputs]
            cell.outputs.append(score_output(score))
            cell.outputs.append(checks_output(item, points, score) if item else held_output(report.invalid))


def saved_pictures(pictures: Mapping[int, tuple[str, ...]]) -> dict[int, list[NotebookNode]]:
    """Outputs that show what a file says are its pictures, with a line that says so, within bounds."""
    made: dict[int, list[NotebookNode]] = {}
    left = MAX_SHOWN_PICTURES
    for index, texts in pictures.items():
        for data in filter(None, (clean_image(text, "image/png") for text in texts[:MOST_SAVED])):
            left -= len(data)
            if left < 0:
                return made
            outputs = made.setdefault(index, [NotebookNode(output_type="stream", name="stdout", text=AS_SAVED)])
            outputs.append(NotebookNode(output_type="display_data", metadata={}, data={"image/png": data}))
    return made


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
        digest, names = self.outcome.report.digest, resources["nbgrader"]
        course, submission = self.parent.course, resources["forwardpass"].submission
        self.answers: dict[str, FreeAnswer] = free_answers(submission) if submission else {}
        with Gradebook(names["db_url"]) as book:
            number = book.find_submission_notebook(names["notebook"], names["assignment"], names["student"]).id
            self.same_work = ledger.digest_of(book, number) == digest != ""
            self.grades: dict[str, Grade] = _by_cell(book, Grade, number)
            self.comments: dict[str, Comment] = _by_cell(book, Comment, number)
            enter(book, number, self.answers)
            self.rulings: dict[str, Ruling] = rulings(book, course, number, self.answers)
            with book.db.no_autoflush:
                nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
            ledger.enter(book, number, digest=digest, mark=self.outcome.mark)
            book.db.commit()
        add_rubrics(nb, course.root, names["assignment"], self.answers, self.rulings)
        nb.metadata["forwardpass"] = {**nb.metadata.get("forwardpass", {}), "recorded": self.outcome.mark}
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: Resources) -> None:
        grade = self.grades[cell.metadata["nbgrader"]["grade_id"]]
        before = grade.auto_score
        grade.auto_score = self._auto_score(cell, float(cell.metadata.nbgrader.points))
        if grade.manual_score is None:
            grade.needs_manual_grade = grade.auto_score is None
        elif not self.same_work or before != grade.auto_score:
            grade.needs_manual_grade = True

    def _auto_score(self, cell: NotebookNode, points: float) -> float | None:
        """Points earned, or None where a person must decide."""
        name = cell.metadata["nbgrader"]["grade_id"]
        if self.outcome.report.invalid or name in self.outcome.missing:
            return None
        if utils.is_solution(cell):
            return self._free_score(cell, name)
        item = self.items.get(name)
        return None if item is None or item.held else round(item.credit * points, 4)

    def _free_score(self, cell: NotebookNode, name: str) -> float | None:
        """Score an answer that a person grades: 0 where there is none, and what a person gave to the same words."""
        answer, grade = self.answers.get(name), self.grades[name]
        if answer is None:  # code: stock nbgrader gives 0 to what was left as released and leaves the rest to a person
            score: float | None = utils.determine_grade(cell, self.log)[0]
            return score
        if answer.blank:
            return 0.0
        if grade.manual_score is not None:
            return grade.auto_score if self.same_work else None  # a person has decided about this very answer
        return self.rulings.get(name, Ruling()).score

    def _add_comment(self, cell: NotebookNode, resources: Resources) -> None:
        comment = self.comments[cell.metadata["nbgrader"]["grade_id"]]
        name = cell.metadata["nbgrader"]["grade_id"]
        answer, ruling = self.answers.get(name), self.rulings.get(name, Ruling())
        untouched = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell) and not utils.is_task(cell)
        if untouched if answer is None else answer.blank:
            comment.auto_comment = "No response."
        else:
            comment.auto_comment = ruling.said if ruling.said and self.grades[name].manual_score is None else None
        if self.outcome.report.invalid:
            comment.auto_comment = f"Held for a person: {self.outcome.report.invalid}"


def _by_cell(book: Gradebook, kind: Any, number: str) -> dict[str, Any]:
    """Grades or comments of a submitted notebook by the name of their cell: one query instead of one per cell."""
    cells = book.db.query(kind, BaseCell.name).join(BaseCell, BaseCell.id == kind.cell_id)
    return {name: found for found, name in cells.filter(kind.notebook_id == number)}


class RestoreCells(OverwriteCells):  # type: ignore[misc]
    """nbgrader's own, with three queries for a notebook instead of two for every cell."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Hold every cell against the gradebook: its type, points and checksum, and its text where it is locked."""
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        with Gradebook(names["db_url"]) as book:
            self.gradebook = _Known(book, book.find_notebook(self.notebook_id, self.assignment_id).id)
            restored: tuple[NotebookNode, Resources] = NbGraderPreprocessor.preprocess(self, nb, resources)
        return restored


class _Known:
    """What ``OverwriteCells`` asks a gradebook for, of one notebook."""

    def __init__(self, book: Gradebook, number: str) -> None:
        self.source, grades, tasks = (
            {cell.name: cell for cell in book.db.query(kind).filter_by(notebook_id=number)}
            for kind in (SourceCell, GradeCell, TaskCell)
        )
        self.graded = {**grades, **tasks}

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> SourceCell:
        """Find a released cell. Raises ``MissingEntry``."""
        if name not in self.source:
            raise MissingEntry(f"No such source cell: {assignment}/{notebook}/{name}")
        return self.source[name]

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> GradeCell | TaskCell:
        """Find a cell that has points. Raises ``MissingEntry``."""
        if name not in self.graded:
            raise MissingEntry(f"No such graded cell: {assignment}/{notebook}/{name}")
        return self.graded[name]
