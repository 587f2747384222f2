"""From the released assignment to the exported grade, in a real browser, with a screenshot of each step."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .chromium import tab
from .course import STUDENT_ID, Course
from .formgrader import Formgrader
from .lab import Lab
from .servers import LabServer

# Formgrader's page for grading by hand asks for MathJax there; it works without.
MATHJAX = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/"


def test_a_student_works_and_submits(course: Course, browser: Browser, album: Path) -> None:
    """Fetch, fill a stub wrongly, read why, mend it, read that it passes, validate, submit."""
    lesson = course.lesson
    with (
        LabServer(course.student, course.student_folder, album / "student-server.log") as server,
        tab(browser, album, "student") as view,
    ):
        lab = Lab(view.page).open(server.lab_url)
        assignments = lab.assignment_list()
        expect(assignments.row("released", lesson.assignment)).to_be_visible()
        view.photograph("01-student-released")

        assignments.fetch(lesson.assignment)
        assignments.unfold(lesson.assignment)
        view.photograph("02-student-downloaded")

        notebook = assignments.open_notebook(lesson.assignment, lesson.notebook)
        lab.close_left_sidebar()
        view.photograph("03-student-notebook")

        notebook.write_code(lesson.stub, lesson.wrong)
        for where, source in lesson.also:
            notebook.write_code(where, source)
        notebook.answer_below(lesson.task, lesson.answer)
        notebook.run_all()
        expect(notebook.output(lesson.check)).to_contain_text(lesson.fails_with)
        view.photograph("04-student-check-failed")

        notebook.write_code(lesson.stub, lesson.right)
        notebook.run_all()
        expect(notebook.output(lesson.check)).to_contain_text(lesson.passes_with)
        expect(notebook.output(lesson.check)).not_to_contain_text(lesson.fails_with)
        view.photograph("05-student-check-passed")

        message = notebook.validate()
        expect(message).to_contain_text(lesson.unfinished)
        expect(message).not_to_contain_text(lesson.check)
        view.photograph("06-student-validated")
        lab.dismiss()
        notebook.save()

        lab.show_tab("Assignments")
        assignments.submit(lesson.assignment)
        view.photograph("07-student-submitted")
        assert view.outside == []
    handed_in = list(course.exchange.glob(f"*/inbound/{STUDENT_ID}+{lesson.assignment}+*/{lesson.notebook}.ipynb"))
    assert len(handed_in) == 1
    assert lesson.answer in handed_in[0].read_text()


def test_an_instructor_grades_and_exports(course: Course, browser: Browser, album: Path) -> None:
    """Collect, autograde with the button, read scores and messages, grade one cell by hand, export."""
    lesson = course.lesson
    with (
        LabServer(course.instructor, course.root, album / "instructor-server.log") as server,
        tab(browser, album, "instructor") as view,
    ):
        lab = Lab(view.page).open(server.lab_url)
        formgrader = Formgrader.open(lab)
        lab.close_left_sidebar()
        expect(formgrader.assignment(lesson.assignment)).to_contain_text("released")
        view.photograph("08-instructor-assignments")

        formgrader.collect(lesson.assignment)
        view.photograph("09-instructor-collected")
        formgrader.close_dialog()

        formgrader.show_submissions(lesson.assignment)
        expect(formgrader.submission(STUDENT_ID)).to_contain_text("needs autograding")
        view.photograph("10-instructor-submissions")

        formgrader.autograde(STUDENT_ID)
        view.photograph("11-instructor-autograded")
        formgrader.close_dialog()
        row = formgrader.submission(STUDENT_ID)
        expect(row.locator(".score")).to_have_text(shown(course.automatic_score(), course.max_score()))
        expect(row).to_contain_text("needs manual grading")
        view.photograph("12-instructor-partial-score")

        page = formgrader.grade_by_hand(lesson.assignment, lesson.notebook)
        for grade_id, points in course.automatic_scores(lesson.notebook).items():
            assert page.automatic_score(grade_id) == pytest.approx(points, abs=1e-3), grade_id
        for text in lesson.messages:
            expect(page.notebook).to_contain_text(text)
        for number, grade_id in enumerate(lesson.credit):
            page.cell(grade_id).scroll_into_view_if_needed()
            view.photograph(f"13-instructor-messages-{number}")

        expect(page.score(lesson.by_hand)).to_have_class(re.compile("needs_manual_grade"))
        page.give(lesson.by_hand, lesson.hand_score, lesson.comment)
        page.cell(lesson.by_hand).scroll_into_view_if_needed()
        view.photograph("14-instructor-graded-by-hand")

        formgrader.manage_assignments()
        formgrader.show_submissions(lesson.assignment)
        row = formgrader.submission(STUDENT_ID)
        expect(row.locator(".status")).to_have_text("graded")
        total = course.automatic_score() + lesson.hand_score
        expect(row.locator(".score")).to_have_text(shown(total, course.max_score()))
        view.photograph("15-instructor-graded")
        assert [url for url in view.outside if not url.startswith(MATHJAX)] == []
    course.run("export", "--to", str(album / "grades.csv"))
    assert exported_scores(album / "grades.csv") == {(lesson.assignment, STUDENT_ID): pytest.approx(total)}


def shown(score: float, max_score: float) -> str:
    """A score as Formgrader writes it."""
    return f"{round(score, 2):g} / {round(max_score, 2):g}"


def exported_scores(table: Path) -> dict[tuple[str, str], float]:
    """Score by assignment and student in what `nbgrader export` wrote."""
    with table.open(newline="") as rows:
        return {(row["assignment"], row["student_id"]): float(row["score"]) for row in csv.DictReader(rows)}
