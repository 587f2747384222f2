"""A whole class into the gradebook in one process, and out of it again as CSV."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from autograder.course import Course
from autograder.nbgrader_bridge import gradebook, inbox, ledger
from autograder.nbgrader_bridge.export import SafeCsvExport, harmless
from autograder.nbgrader_bridge.scores import scores
from autograder.nbgrader_bridge.store import ReportStore
from autograder.reports.model import Report
from tests.bridge.tiny import RIGHT, FakeGrader, answered, configure, hand_in, nbgrader

# Raised by nbgrader's own queries.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
Releases = dict[str, NotebookNode]


@pytest.fixture
def klass(course: Course, release: Releases) -> Course:
    """Three students with all they need; ``bob`` trips the grader."""
    for student in ("ada", "bob", "cy"):
        for name in release:
            why = "fault of ours" if student == "bob" else "Because."
            hand_in(course, student, name, answered(release[name], RIGHT | {"why": why}))
    return course


def record(course: Course, *names: str, force: bool = False) -> dict[str, gradebook.Recorded]:
    students = names or tuple(gradebook.students(course, "tiny"))
    return {row.student: row for row in gradebook.record_class(course, "tiny", students, force=force)}


def score(course: Course, student: str) -> dict[str, float]:
    return {score.item: score.score for score in scores(course, "tiny", student)}


def test_one_failure_never_stops_the_class(klass: Course) -> None:
    rows = record(klass)
    assert rows["bob"].failure == "RuntimeError: the grader tripped"
    assert "Traceback" in rows["bob"].log
    assert [rows[name].failure for name in ("ada", "cy")] == ["", ""]
    assert score(klass, "cy") == {"double": 1, "guess": 1, "why": 0, "triple": 4}


def test_what_the_gradebook_refuses_of_one_student_is_taken_back_alone(klass: Course, release: Releases) -> None:
    hand_in(klass, "bob", "one", answered(release["one"], RIGHT))
    refuse = "CREATE TRIGGER refuse BEFORE INSERT ON submitted_assignment WHEN NEW.student_id = 'bob'"
    with Gradebook(f"sqlite:///{klass.root / 'gradebook.db'}") as book:
        book.db.execute(text(f"{refuse} BEGIN SELECT RAISE(ABORT, 'refused'); END"))
        book.db.commit()
    assert {name: row.failure for name, row in record(klass).items() if row.failure}.keys() == {"bob"}
    with Gradebook(f"sqlite:///{klass.root / 'gradebook.db'}") as book:
        assert sorted(student.id for student in book.students) == ["ada", "cy"]
        book.db.execute(text("DROP TRIGGER refuse"))
        book.db.commit()
    assert sorted(path.name for path in (klass.root / "autograded").iterdir()) == ["ada", "cy"]
    rows = record(klass)
    assert (rows["ada"].skipped, rows["bob"].skipped, rows["bob"].failure) == (True, False, "")
    assert score(klass, "bob")["double"] == 1


@pytest.mark.parametrize(
    ("together", "seconds", "waits", "sizes"),
    [(8, 1e9, False, [3]), (2, 1e9, False, [2, 1]), (8, 0, False, [1, 1, 1]), (8, 1e9, True, [1, 1, 1])],
    ids=["all are ready", "too many", "too long", "one at a time is ready"],
)
def test_who_is_ready_shares_a_transaction(
    klass: Course, monkeypatch: pytest.MonkeyPatch, together: int, seconds: float, waits: bool, sizes: list[int]
) -> None:
    original, counts = gradebook._Recorder.record, list[int]()

    def counted(recorder: Any, students: Any, rows: Any) -> int:
        counts.append(original(recorder, students, rows))
        return counts[-1]

    monkeypatch.setattr(gradebook, "TOGETHER", together)
    monkeypatch.setattr(gradebook, "HELD_SECONDS", seconds)
    monkeypatch.setattr(gradebook._Recorder, "record", counted)
    names = ("ada", "bob", "cy")
    rows = list(gradebook.record_class(klass, "tiny", iter(names), waits=lambda: waits))
    assert [(row.student, bool(row.failure)) for row in rows] == [("ada", False), ("bob", True), ("cy", False)]
    assert counts == sizes


def crowd(course: Course, like: str, size: int) -> None:
    """Put students into the gradebook who did what ``like`` did, in words of their own."""
    copies = {
        "student": "'{n}-' || id, first_name, last_name, email, lms_user_id FROM student WHERE id = '{like}'",
        "submitted_assignment": "'{n}-' || id, assignment_id, '{n}-' || student_id, timestamp, extension "
        "FROM submitted_assignment WHERE student_id = '{like}'",
        "submitted_notebook": "'{n}-' || id, '{n}-' || assignment_id, notebook_id, flagged, late_submission_penalty "
        "FROM submitted_notebook WHERE {mine} = assignment_id",
        "grade": "'{n}-' || id, '{n}-' || notebook_id, cell_id, auto_score, manual_score, extra_credit, "
        "needs_manual_grade FROM grade WHERE notebook_id IN ({notebooks})",
        "comment": "'{n}-' || id, '{n}-' || notebook_id, cell_id, auto_comment, manual_comment "
        "FROM comment WHERE notebook_id IN ({notebooks})",
        "forwardpass_recorded": "'{n}-' || submitted_notebook_id, digest, mark "
        "FROM forwardpass_recorded WHERE submitted_notebook_id IN ({notebooks})",
        "forwardpass_answers": "'{n}-' || submitted_notebook_id, cell, '{n}-' || fingerprint "
        "FROM forwardpass_answers WHERE submitted_notebook_id IN ({notebooks})",
    }
    mine = f"(SELECT id FROM submitted_assignment WHERE student_id = '{like}')"
    notebooks = f"SELECT id FROM submitted_notebook WHERE assignment_id = {mine}"
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
        for n in range(size):
            for table, columns in copies.items():
                what = columns.format(n=n, like=like, mine=mine, notebooks=notebooks)
                book.db.execute(text(f"INSERT INTO {table} SELECT {what}"))
        book.db.commit()


def test_a_student_takes_no_more_of_the_database_the_more_there_are(
    klass: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps, open_it = 0, ledger.connect.__wrapped__

    def step() -> None:
        nonlocal steps
        steps += 1

    def connect(url: str) -> Engine:
        engine = open_it(url)
        event.listen(engine, "connect", lambda connection, _: connection.set_progress_handler(step, 1))
        return engine

    record(klass)
    monkeypatch.setattr(gradebook.ledger, "connect", connect)
    record(klass, "ada", force=True)
    alone, steps = steps, 0
    crowd(klass, "ada", 200)
    assert not record(klass, "ada", force=True)["ada"].skipped
    assert alone > 1000 and steps < 1.1 * alone, (alone, steps)


def test_a_gradebook_that_somebody_has_locked_goes_without_indexes(
    klass: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(klass)
    url = f"sqlite:///{klass.root / 'gradebook.db'}"
    there = text("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX forwardpass_%'")
    monkeypatch.setattr(ledger, "LOCK_SECONDS", 0.1)
    with Gradebook(url) as book:
        assert book.db.execute(there).scalar() == 3
        for name in ledger._INDEXES:
            book.db.execute(text(f"DROP INDEX {name}"))
        book.db.commit()
        with ledger.transaction(ledger.connect(url)):
            ledger.keep_quick(book, url)
        assert book.db.execute(there).scalar() == 0
        ledger.keep_quick(book, url)
        assert book.db.execute(there).scalar() == 3


def test_what_is_up_to_date_is_skipped_until_forced(klass: Course, release: Releases) -> None:
    record(klass, "ada")
    assert record(klass, "ada")["ada"].skipped
    assert not record(klass, "ada", force=True)["ada"].skipped
    hand_in(klass, "ada", "one", release["one"])
    assert not record(klass, "ada")["ada"].skipped
    assert score(klass, "ada") == {"double": 0, "guess": 0, "why": 0, "triple": 4}


TABLES = ("grade", "comment", "submitted_notebook", "submitted_assignment", "forwardpass_recorded")


def rows(course: Course) -> dict[str, list[tuple[object, ...]]]:
    """What the gradebook says of submissions, without the random ids and in a fixed order."""
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
        found = {}
        for table in TABLES:
            result = book.db.execute(text(f"select * from {table}"))
            kept = [index for index, name in enumerate(result.keys()) if name != "id" and not name.endswith("_id")]
            found[table] = sorted((tuple(row[i] for i in kept) for row in result), key=repr)
        return found


def test_a_class_recorded_in_one_pass_is_what_nbgraders_own_command_makes(klass: Course, release: Releases) -> None:
    """Same rows, same notebooks: the short cuts change nothing."""
    hand_in(klass, "bob", "one", b"not a notebook")
    hand_in(klass, "bob", "two", release["two"])
    for student in ("ada", "bob", "cy"):
        stamp = klass.root / "submitted" / student / "tiny" / "timestamp.txt"
        stamp.write_text("2026-03-02 11:12:13 UTC\n")
    configure(klass.root, "c.LateSubmissionPlugin.penalty_method = 'zero'")
    with Gradebook(f"sqlite:///{klass.root / 'gradebook.db'}") as book:
        book.update_or_create_assignment("tiny", duedate="2026-03-01 00:00:00 UTC")
    assert len(klass.secret) == 32  # both have it
    other = Course(Path(shutil.copytree(klass.root, klass.root.with_name("other"))))
    record(klass)
    nbgrader(other, "autograde", "tiny")
    assert rows(klass) == rows(other)
    assert len(rows(klass)["grade"]) == 12
    made = sorted(path.relative_to(klass.root) for path in (klass.root / "autograded").rglob("*") if path.is_file())
    assert made == sorted(p.relative_to(other.root) for p in (other.root / "autograded").rglob("*") if p.is_file())
    for path in made:
        if path.suffix == ".ipynb":
            assert (klass.root / path).read_text() == (other.root / path).read_text()
            assert (klass.root / path).stat().st_mode == (other.root / path).stat().st_mode


def test_a_notebook_left_halfway_is_recorded_again(klass: Course) -> None:
    record(klass, "ada")
    path = klass.root / "autograded" / "ada" / "tiny" / "one.ipynb"
    notebook = nbformat.read(path, as_version=4)
    del notebook.metadata.forwardpass["recorded"]
    path.chmod(0o644)
    nbformat.write(notebook, path)
    assert not gradebook.up_to_date(klass, "tiny", "ada")
    path.write_text('{"cells": [')
    assert not record(klass, "ada")["ada"].skipped
    assert gradebook.up_to_date(klass, "tiny", "ada")


def test_ready_reports_are_used_and_not_made_again(klass: Course, release: Releases) -> None:
    store = ReportStore(klass)
    for name in release:
        path = inbox.submitted(klass, "tiny", "ada") / f"{name}.ipynb"
        submission = inbox.load(path, release[name], assignment="tiny", notebook=name)
        store.put("ada", FakeGrader(klass).grade(submission))
    before = FakeGrader.calls
    record(klass, "ada", force=True)
    assert FakeGrader.calls == before
    assert score(klass, "ada")["double"] == 1


def test_a_manual_grade_stays_and_is_looked_at_again_only_after_new_work(klass: Course, release: Releases) -> None:
    record(klass, "ada")
    with Gradebook(f"sqlite:///{klass.root / 'gradebook.db'}") as book:
        grade = book.find_grade("why", "one", "tiny", "ada")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.db.commit()
    record(klass, "ada", force=True)
    assert [(s.score, s.held) for s in scores(klass, "tiny", "ada") if s.item == "why"] == [(2.5, False)]
    submission = hand_in(klass, "ada", "one", answered(release["one"], RIGHT | {"why": "No, because."}))
    read = inbox.load(submission, release["one"], assignment="tiny", notebook="one")
    ReportStore(klass).put("ada", FakeGrader(klass).grade(read))  # as `autograder grade` does first
    record(klass, "ada")
    assert [(s.score, s.held) for s in scores(klass, "tiny", "ada") if s.item == "why"] == [(2.5, True)]


def test_an_accident_is_told_on_top_of_the_notebook(course: Course, release: Releases) -> None:
    twice = answered(release["one"], RIGHT)
    twice.cells.insert(4, NotebookNode(twice.cells[3], id="pasted", source="def double(x):\n    return x + x"))
    hand_in(course, "ada", "one", twice)
    record(course, "ada")
    notebook = nbformat.read(course.root / "autograded" / "ada" / "tiny" / "one.ipynb", as_version=4)
    assert "double_solution is there more than once" in notebook.cells[0].source
    ran = [cell.outputs[0].text for cell in notebook.cells if cell.cell_type == "code"]
    assert ran[:3] == ["ran None\n", "ran double_solution\n", "ran None\n"]


def test_limits_come_from_the_configuration(course: Course) -> None:
    configure(course.root, "c.GradeInSandbox.numpy = {'cell_seconds': 3}")
    limits = gradebook.limits(course)
    assert limits["numpy"].cell_seconds == 3 and limits["keras"].cell_seconds != 3


class TestReportStore:
    def report(self, **changes: str) -> Report:
        fields = {"assignment": "tiny", "notebook": "one", "digest": "d", "kit": "1", "isolation": "none"} | changes
        return Report(**fields, checks=[])

    def test_keeps_a_report_as_long_as_nothing_changes(self, course: Course) -> None:
        store = ReportStore(course)
        store.put("ada", self.report())
        assert store.get("tiny", "one", "ada", "d") == self.report()
        assert store.get("tiny", "one", "ada", "other") is store.get("tiny", "one", "bob", "d") is None
        assert store.of_student("tiny", "ada") == [self.report()]

    @pytest.mark.parametrize("what", ["release", "secret"])
    def test_forgets_it_when_the_release_or_the_secret_changes(self, course: Course, what: str) -> None:
        ReportStore(course).put("ada", self.report())
        path = course.release("tiny", "one") if what == "release" else course.private / "secret"
        path.chmod(0o644)
        path.write_text("0" * 64)
        assert ReportStore(course).get("tiny", "one", "ada", "d") is None

    def test_takes_a_damaged_file_for_none(self, course: Course) -> None:
        store = ReportStore(course)
        store.put("ada", self.report())
        path = course.private / "reports" / "tiny" / "one" / "ada.json"
        path.write_bytes(path.read_bytes()[:-9])
        assert store.last("tiny", "one", "ada") is None

    def test_is_for_the_instructor_alone(self, course: Course) -> None:
        ReportStore(course).put("ada", self.report())
        folder = course.private / "reports" / "tiny" / "one"
        assert (folder / "ada.json").stat().st_mode & 0o077 == folder.stat().st_mode & 0o077 == 0

    @pytest.mark.parametrize("student", ["../ada", "", ".", "a/b", "a\0"])
    def test_writes_nowhere_else(self, course: Course, student: str) -> None:
        with pytest.raises(ValueError, match="not a name"):
            ReportStore(course).put(student, self.report())


class TestExport:
    def test_no_field_is_a_formula(self, klass: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        record(klass, "ada")
        monkeypatch.chdir(klass.root)
        with Gradebook(f"sqlite:///{klass.root / 'gradebook.db'}") as book:
            book.update_or_create_student("ada", last_name='=cmd|"/c calc"!A1', first_name="A, B\n+1", email="@x")
            SafeCsvExport().export(book)
        with Path("grades.csv").open(newline="") as file:
            (row,) = csv.DictReader(file)
        assert row["last_name"] == '\'=cmd|"/c calc"!A1'
        assert (row["first_name"], row["email"], row["score"]) == (r"A, B\n+1", "'@x", "6.0")

    @pytest.mark.parametrize(
        "value", ["=1", "+1", "-1", "@x", "\tx=1", "\r=1", " =1", "\x00=1", "＝1", "\u202e=1", "|x", "%x"]
    )
    def test_text_that_looks_like_one_begins_with_something_else(self, value: str) -> None:
        shown = harmless(value)
        assert shown[0] in "'\\" and shown.isprintable()

    @pytest.mark.parametrize(("value", "written"), [("a=1", "a=1"), (-1.5, -1.5), (None, ""), ("", "")])
    def test_everything_else_stays(self, value: object, written: object) -> None:
        assert harmless(value) == written

    NAMES = (
        "=HYPERLINK(\"http://e/\"&A1)", "+cmd|' /C calc'!A1", "-2+3", "@SUM(1)", "\t=1", "\r\n=1", "x;=1", "x\t=1",
        "x,=1", "x\n=1,2", 'x",=1', "O'Brien, \"Bob\"", "\x1b]0;x\x07=1", "＝1+1", "a\u2028=1",
    )  # fmt: skip

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_no_name_becomes_a_formula_or_a_field_of_its_own(self, course: Course, separator: str) -> None:
        """First and last name and e-mail, read back with whatever separator a spreadsheet guesses."""
        with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
            for number, name in enumerate(self.NAMES):
                book.update_or_create_student(f"s{number:02}", first_name=name, last_name=name, email=name)
        nbgrader(course, "export", "--to", "out.csv")
        with (course.root / "out.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file, delimiter=separator))
        fields = [field for row in rows for field in row]
        assert len(rows) == 1 + len(self.NAMES)
        assert [field for field in fields if field.lstrip().startswith(("=", "+", "-", "@", "＝", "\t", "\r"))] == []
        if separator == ",":
            assert {len(row) for row in rows} == {12}
            names = {row[3]: row[4:7] for row in rows}
            assert names["s11"] == [self.NAMES[11]] * 3 == ['O\'Brien, "Bob"'] * 3

    def test_who_handed_in_and_is_not_recorded_is_named(self, course: Course, release: Releases) -> None:
        hand_in(course, "-odd\x1b[2J", "one", release["one"])
        said = nbgrader(course, "export", "--to", "out.csv")
        assert "Not in the export" in said and "-odd" in said and "\x1b[2J" not in said


def test_the_gradebook_can_be_made_without_the_environment_on_the_path(
    course: Course, release: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in release:
        hand_in(course, "ada", name, answered(release[name], RIGHT))
    monkeypatch.setenv("PATH", os.defpath)
    assert record(course, "ada")["ada"].failure == ""
