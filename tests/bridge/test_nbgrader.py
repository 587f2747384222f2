"""nbgrader's own command line, from the source notebooks to feedback and export."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.nbgrader_bridge.scores import Score, scores
from tests.bridge.tiny import RIGHT, answered, configure, hand_in, nbgrader

# Raised by nbgrader's own queries.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
Releases = dict[str, NotebookNode]
HOSTILE = "<script>steal()</script> [x](javascript:steal()) because"


def graded(course: Course, student: str) -> dict[str, Score]:
    return {score.item: score for score in scores(course, "tiny", student)}


def book(course: Course) -> Gradebook:
    return Gradebook(f"sqlite:///{course.root / 'gradebook.db'}")


def autograded(course: Course, student: str, notebook: str) -> NotebookNode:
    return nbformat.read(course.root / "autograded" / student / "tiny" / f"{notebook}.ipynb", as_version=4)


def page(course: Course, student: str, notebook: str) -> str:
    return unescape((course.root / "feedback" / student / "tiny" / f"{notebook}.html").read_text())


def stamp(path: Path, when: datetime) -> None:
    path.with_name("timestamp.txt").write_text(when.strftime("%Y-%m-%d %H:%M:%S.%f UTC"))


@pytest.fixture(scope="module")
def term(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class of seven after autograding, feedback and export."""
    root = tmp_path_factory.mktemp("term") / "course"
    shutil.copytree(template, root)
    course = configure(root, "c.LateSubmissionPlugin.penalty_method = 'zero'")
    release = {name: nbformat.read(course.release("tiny", name), as_version=4) for name in ("one", "two")}
    due = datetime(2030, 1, 31, tzinfo=UTC)
    with book(course) as gradebook:
        gradebook.update_or_create_assignment("tiny", duedate=due.isoformat())
    for student in ("right", "late", "untouched", "hostile"):
        for name in release:
            answers = {"untouched": {}, "hostile": RIGHT | {"why": HOSTILE}}.get(student, RIGHT)
            path = hand_in(course, student, name, answered(release[name], answers))
            stamp(path, due + timedelta(days=2 if student == "late" else -2))
    hand_in(course, "broken", "one", b'{"cells": [')
    hand_in(course, "renamed", "one", answered(release["one"], RIGHT), "one (1).ipynb")
    hand_in(course, "tripped", "one", answered(release["one"], RIGHT | {"why": "fault of ours"}))
    hand_in(course, "unsure", "one", answered(release["one"], RIGHT | {"why": "hold double"}))
    (course.root / "log.txt").write_text(nbgrader(course, "autograde", "tiny", fails=True))
    nbgrader(course, "generate_feedback", "tiny")
    nbgrader(course, "export", "--to", "out.csv")
    return course


class TestAutograde:
    def test_gives_partial_credit(self, term: Course) -> None:
        got = graded(term, "right")
        assert {name: score.score for name, score in got.items()} == {"double": 1, "guess": 1, "triple": 4, "why": 0}
        assert [name for name, score in got.items() if score.held] == ["why"]

    def test_gives_nothing_for_the_untouched_release(self, term: Course) -> None:
        got = graded(term, "untouched")
        assert [score.score for score in got.values()] == [0, 0, 0, 0]
        assert not any(score.held for score in got.values())

    def test_holds_what_cannot_be_read_and_never_gives_a_zero(self, term: Course) -> None:
        with book(term) as gradebook:
            for student, notebook in (("broken", "one"), ("broken", "two"), ("renamed", "two")):
                submitted = gradebook.find_submission_notebook(notebook, "tiny", student)
                assert [(g.auto_score, g.needs_manual_grade) for g in submitted.grades] == [(None, True)] * len(
                    submitted.grades
                )

    def test_finds_a_renamed_notebook(self, term: Course) -> None:
        assert graded(term, "renamed")["double"].score == 1

    def test_holds_only_the_item_of_which_the_grader_is_not_sure(self, term: Course) -> None:
        got = graded(term, "unsure")
        assert (got["double"].held, got["double"].score) == (True, 0)
        assert (got["guess"].held, got["guess"].score) == (False, 1)

    def test_goes_on_after_a_fault_of_ours_and_leaves_no_score_behind(self, term: Course) -> None:
        assert (
            "There was an error processing assignment 'tiny' for student 'tripped'"
            in (term.root / "log.txt").read_text()
        )
        assert all(score.held and score.score == 0 for score in graded(term, "tripped").values())
        assert not (term.root / "autograded" / "tripped" / "tiny").exists()
        assert graded(term, "unsure")  # comes after it

    def test_applies_late_penalties(self, term: Course) -> None:
        with book(term) as gradebook:
            submission = gradebook.find_submission("tiny", "late")
            assert (submission.score, submission.late_submission_penalty) == (6, 6)

    def test_writes_one_number_and_one_table_under_each_graded_cell(self, term: Course) -> None:
        for notebook, name, points in (("one", "double", "1"), ("one", "guess", "1"), ("two", "triple", "4")):
            cell = next(
                c
                for c in autograded(term, "right", notebook).cells
                if c.metadata.get("nbgrader", {}).get("grade_id") == name
            )
            results = [output for output in cell.outputs if output.output_type == "execute_result"]
            assert [output.data["text/plain"] for output in results] == [points]
            assert not any(output.get("name") == "stderr" or output.output_type == "error" for output in cell.outputs)
            assert "points" in cell.outputs[-1].data["text/plain"]

    def test_keeps_warnings_in_cells_that_are_not_graded(self, term: Course) -> None:
        cell = next(cell for cell in autograded(term, "right", "one").cells if cell.source == "import math")
        assert [output.name for output in cell.outputs if output.output_type == "stream"] == ["stdout", "stderr"]

    def test_says_on_top_why_a_notebook_is_held(self, term: Course) -> None:
        top = autograded(term, "broken", "one").cells[0].source
        assert "could not be graded" in top and "cut off" in top
        assert "was not handed in" in autograded(term, "broken", "two").cells[0].source

    def test_leaves_nothing_hostile_in_the_notebook(self, term: Course) -> None:
        text = json.dumps(autograded(term, "hostile", "one"))
        assert "<script" not in text and "](javascript:" not in text and "because" in text


class TestFeedback:
    def test_shows_each_check_with_its_message_and_hint(self, term: Course) -> None:
        html = page(term, "right", "one")
        for words in (
            "returns twice",
            "has a docstring",
            "Expected something else & got",
            "Read the first cell again.",
        ):
            assert words in html
        assert "<b>this</b>" not in (term.root / "feedback" / "right" / "tiny" / "one.html").read_text()

    def test_shows_nothing_meant_for_staff(self, term: Course) -> None:
        pages = (term.root / "feedback").rglob("*.html")
        assert [path for path in pages if "secret traceback" in path.read_text()] == []

    def test_runs_nothing_that_a_student_wrote(self, term: Course) -> None:
        assert "steal()" in page(term, "hostile", "one")
        raw = (term.root / "feedback" / "hostile" / "tiny" / "one.html").read_text()
        assert re.findall(r"<script[^>]*>\s*steal", raw) == [] and 'href="javascript' not in raw

    def test_says_why_a_notebook_is_held(self, term: Course) -> None:
        assert "could not be graded" in page(term, "broken", "one")
        assert "A person will look at this exercise" in page(term, "unsure", "one")


def test_export_has_a_row_for_everybody(term: Course) -> None:
    with (term.root / "out.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert (rows["right"]["score"], rows["late"]["score"], rows["late"]["raw_score"]) == ("6.0", "0.0", "6.0")
    assert (rows["untouched"]["needs_manual_grade"], rows["broken"]["needs_manual_grade"]) == ("False", "True")


def manual(course: Course, item: str, points: float) -> None:
    """Grade one cell by hand, as Formgrader does."""
    with book(course) as gradebook:
        grade = gradebook.find_grade(item, "one", "tiny", "ada")
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def test_a_manual_grade_outlives_autograding_and_asks_for_a_second_look_only_at_new_work(
    course: Course, release: Releases
) -> None:
    for name in release:
        hand_in(course, "ada", name, answered(release[name], RIGHT))
    nbgrader(course, "autograde", "tiny")
    manual(course, "why", 2.5)
    manual(course, "double", 1.5)
    nbgrader(course, "autograde", "tiny", "--force")
    got = graded(course, "ada")
    assert (got["why"].score, got["why"].held, got["double"].score, got["double"].held) == (2.5, False, 1.5, False)
    hand_in(course, "ada", "one", answered(release["one"], RIGHT | {"why": "I have thought again."}))
    nbgrader(course, "autograde", "tiny", "--force")
    got = graded(course, "ada")
    assert (got["why"].score, got["why"].held, got["double"].score, got["double"].held) == (2.5, True, 1.5, True)


def test_the_whole_way_from_release_to_feedback(course: Course, release: Releases, tmp_path: Path) -> None:
    """One person plays both parts: the exchange names submissions after the account that runs the command."""
    home = tmp_path / "home"
    home.mkdir()
    nbgrader(course, "release_assignment", "tiny")
    assert "tiny" in nbgrader(course, "list")
    student = Course(home)
    shutil.copy(course.root / "nbgrader_config.py", home)
    nbgrader(student, "fetch_assignment", "tiny")
    assert sorted(path.name for path in (home / "tiny").glob("*.ipynb")) == ["one.ipynb", "two.ipynb"]
    for name in release:
        nbformat.write(answered(release[name], RIGHT), home / "tiny" / f"{name}.ipynb")
    assert "Success" in nbgrader(student, "validate", "tiny/one.ipynb")
    nbgrader(student, "submit", "tiny")
    nbgrader(course, "collect", "tiny")
    (who,) = [path.name for path in (course.root / "submitted").iterdir()]
    nbgrader(course, "autograde", "tiny")
    assert graded(course, who)["triple"].score == 4
    nbgrader(course, "generate_feedback", "tiny")
    nbgrader(course, "release_feedback", "tiny")
    nbgrader(student, "fetch_feedback", "tiny")
    assert list((home / "tiny" / "feedback").rglob("one.html"))


def test_archives_are_collected(course: Course, release: Releases) -> None:
    archive = course.root / "downloaded" / "tiny" / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "class.zip", "w") as file:
        for name in release:
            file.writestr(f"ada_{name}.ipynb", nbformat.writes(answered(release[name], RIGHT)))
    configure(
        course.root, r"c.FileNameCollectorPlugin.named_regexp = r'.*/(?P<student_id>\w+)_(?P<file_id>\w+)\.ipynb'"
    )
    nbgrader(course, "zip_collect", "tiny")
    nbgrader(course, "autograde", "tiny")
    assert graded(course, "ada")["triple"].score == 4
