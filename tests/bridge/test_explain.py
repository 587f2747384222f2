"""What a person sees beside a free answer in the copy that is graded, and what a student sees of it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import NotebookNode

from autograder.course import Course
from autograder.nbgrader_bridge import gradebook
from autograder.nbgrader_bridge.build import BuildError, build
from autograder.nbgrader_bridge.feedback import NOT_YET, sanitised
from autograder.nbgrader_bridge.rubric_cells import MARK, for_students, plain
from autograder.rubrics import released
from tests.bridge.explain import RUBRIC, SECRETS, by_hand, graded_copy, said, why, write, write_rubric
from tests.bridge.tiny import RIGHT, ROOT, answered, configure, hand_in, make_course, nbgrader

# Raised by nbgrader's own queries.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
HOSTILE = (
    "Doubling adds a number <script>steal()</script> to itself, [so](javascript:steal()) the result <b onload=steal()> "
    "is a sum $\\href{javascript:steal()}{x}$ &lt;script&gt;\n\n</div></table><img src=x onerror=steal()>"
)


def record(course: Course, *names: str) -> None:
    rows = list(gradebook.record_class(course, "tiny", names, force=True))
    assert [row.failure for row in rows] == [""] * len(names)


def rubric_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if MARK in cell.metadata]


@pytest.fixture
def graded(course: Course) -> Course:
    """The small course with a rubric in place."""
    write_rubric(course.root)
    return course


class TestRelease:
    """A rubric holds answers, and files beside a notebook are released with it."""

    def test_no_command_of_nbgraders_hands_a_rubric_out(self, tmp_path: Path) -> None:
        course = make_course(tmp_path / "course")
        rubric = write_rubric(course.root)
        (rubric.parent / "data.csv").write_text("1,2\n")
        for copied in ("rubrics.yaml.bak.yaml", "old_rubrics.yml"):
            (rubric.parent / copied).write_text(RUBRIC)
        nbgrader(course, "generate_assignment", "tiny")
        nbgrader(course, "release_assignment", "tiny")
        fetched = course.root / "fetched"
        fetched.mkdir()
        (fetched / "nbgrader_config.py").write_text((course.root / "nbgrader_config.py").read_text())
        nbgrader(Course(fetched), "fetch_assignment", "tiny")
        for folder in ("release", "exchange", "fetched"):
            names = {path.name for path in (course.root / folder).rglob("*") if path.is_file()}
            assert {"one.ipynb", "two.ipynb", "data.csv"} <= names, folder
            assert not [name for name in names if "rubric" in name], folder
        text = "".join(path.read_text() for path in (course.root / "release").rglob("*.ipynb"))
        assert not [secret for secret in SECRETS if secret in text]

    def test_the_build_leaves_it_out_whatever_the_configuration_says(self, tmp_path: Path) -> None:
        course = make_course(tmp_path / "course")
        write_rubric(course.root)
        configure(course.root, "c.CourseDirectory.ignore = []")
        build(course.root, ["tiny"])
        for folder in ("release", "solutions"):
            assert {path.name for path in (course.root / folder / "tiny").iterdir()} == {"one.ipynb", "two.ipynb"}

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (("points: 2", "points: 1.5"), "why: the criteria add up to 2.5 points, the cell has 3"),
            (("why:", "double:"), "double: there is no cell of this name that a person grades"),
            (("meets: []", "meets: [products]"), "'products', which is no criterion"),
        ],
    )
    def test_the_build_insists_that_rubric_and_notebook_agree(
        self, tmp_path: Path, change: tuple[str, str], message: str
    ) -> None:
        course = make_course(tmp_path / "course")
        write_rubric(course.root, RUBRIC.replace(*change, 1))
        with pytest.raises(BuildError, match=re.escape(message)):
            build(course.root, ["tiny"])

    def test_doctor_names_a_rubric_that_students_get(self, tmp_path: Path) -> None:
        """As an older configuration leaves it: nbgrader's own default copies everything."""
        course = make_course(tmp_path / "course")
        write_rubric(course.root)
        configure(course.root, "c.CourseDirectory.ignore = []")
        nbgrader(course, "generate_assignment", "tiny")
        command = [sys.executable, "-m", "autograder", "doctor", "--course", str(course.root)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "students get a rubric: delete release/tiny/rubrics.yaml" in done.stdout


class TestCopy:
    def test_the_rubric_stands_under_the_answer_with_a_suggestion_and_its_evidence(self, graded: Course) -> None:
        write(graded, "ada", "Doubling is a sum: it adds the number to itself. I do not know about other numbers.")
        record(graded, "ada")
        cells = graded_copy(graded, "ada").cells
        (place,) = [i for i, cell in enumerate(cells) if MARK in cell.metadata]
        assert cells[place - 1].metadata.nbgrader.grade_id == "why"
        shown = unescape(cells[place].source)
        assert "sum, 2 points" in shown and "Says that twice a number is the sum" in shown
        assert re.search(r"perhaps met:</em> “[^”]*itself[^”]*” is \d+% like “[^”]+”", shown)
        assert all(secret in shown for secret in SECRETS)
        assert why(graded, "ada").held and why(graded, "ada").score == 0

    def test_a_blank_answer_gets_the_criteria_and_no_suggestion(self, graded: Course) -> None:
        write(graded, "ada", " \n\t ")
        record(graded, "ada")
        (cell,) = rubric_cells(graded_copy(graded, "ada"))
        assert "sum, 2 points" in cell.source and "perhaps" not in cell.source and " like " not in unescape(cell.source)

    @pytest.mark.parametrize("door", ["in this process", "nbgrader"])
    def test_a_student_sees_the_criteria_and_the_persons_comment_and_nothing_else(
        self, graded: Course, door: str
    ) -> None:
        write(graded, "ada", "To double it you multiply it by itself, which the machine of the lesson does.")
        record(graded, "ada") if door == "in this process" else nbgrader(graded, "autograde", "tiny")
        copy = unescape("".join(cell.source for cell in rubric_cells(graded_copy(graded, "ada"))))
        assert all(secret in copy for secret in SECRETS)
        nbgrader(graded, "generate_feedback", "tiny")
        page = unescape((graded.root / "feedback" / "ada" / "tiny" / "one.html").read_text())
        assert "What a full answer says" in page and "Says that this holds for every number." in page
        assert "2 points" in page and "1 point" in page
        assert [secret for secret in SECRETS if secret in page] == []
        assert "misconception" not in page and "xemplar" not in page and "any-number" not in page

    def test_a_student_is_told_that_a_zero_which_waits_is_no_grade(self, graded: Course) -> None:
        write(graded, "ada", "To double it you multiply it by itself, which the machine of the lesson does.")
        record(graded, "ada")
        path = graded.root / "feedback" / "ada" / "tiny" / "one.html"
        nbgrader(graded, "generate_feedback", "tiny")
        assert path.read_text().count(NOT_YET) == 1
        by_hand(graded, "ada", 1)
        nbgrader(graded, "generate_feedback", "tiny", "--force")
        assert NOT_YET not in path.read_text()

    def test_what_is_marked_as_ours_by_id_alone_does_not_reach_a_student_either(self) -> None:
        cell = nbformat.v4.new_markdown_cell("exemplar", id="forwardpass-rubric-7")
        assert for_students(nbformat.v4.new_notebook(cells=[cell])).cells == []

    def test_a_hostile_answer_is_quoted_and_does_nothing(self, graded: Course) -> None:
        write(graded, "ada", HOSTILE)
        record(graded, "ada")
        (cell,) = rubric_cells(graded_copy(graded, "ada"))
        assert "HTML or script" in cell.source and "no suggestion:" in cell.source and "steal()" in cell.source
        ours = "br code details div em li p small strong summary table tbody td tr ul"
        assert set(re.findall(r"<(\w+)", cell.source)) <= set(ours.split())
        assert "\\href" not in unescape(cell.source) and "$" not in cell.source and "](" not in cell.source
        shown = sanitised(markdown2html_mistune(cell.source))
        assert not re.search(r"<(script|img)|<[^>]*(onerror|javascript)", shown) and "steal" in shown

    @pytest.mark.parametrize(
        "answer",
        [
            "word " * 30_000, "a" * 150_000, "." * 150_000, "no. " * 30_000, "_a" * 60_000, "*a " * 50_000,
            "\u0301" * 100_000, "٠" * 100_000, "ﷺ" * 100_000, "\ud800 lone surrogates \udfff" * 500, "<" * 100_000,
        ],
        ids=lambda answer: ascii(answer[:8]),
    )  # fmt: skip
    def test_no_answer_takes_long_or_stops_anything(self, graded: Course, answer: str) -> None:
        release = nbformat.read(graded.release("tiny", "one"), as_version=4)
        notebook = answered(release, RIGHT | {"why": answer})
        hand_in(graded, "ada", "one", nbformat.writes(notebook).encode(errors="surrogatepass"))
        record(graded, "ada")  # whatever is made once is made
        started = time.thread_time()
        record(graded, "ada")
        assert time.thread_time() - started < 2
        assert why(graded, "ada").held

    def test_a_faulty_rubric_stops_no_class_and_says_so(self, graded: Course) -> None:
        write_rubric(graded.root, RUBRIC + "\nwhy: 3\n")
        write(graded, "ada", "Because it is a sum, I suppose, as the lesson says.")
        record(graded, "ada")
        (cell,) = rubric_cells(graded_copy(graded, "ada"))
        assert "There is no rubric here" in cell.source and "there twice" in cell.source
        assert why(graded, "ada").held
        assert "there twice" not in "".join(cell.source for cell in for_students(graded_copy(graded, "ada")).cells)

    def test_without_a_rubric_nothing_is_added(self, course: Course) -> None:
        write(course, "ada", "Because it is a sum.")
        record(course, "ada")
        assert rubric_cells(graded_copy(course, "ada")) == [] and said(course, "ada") is None


class TestPlain:
    @pytest.mark.parametrize(
        "text",
        ["<script>1</script>", "**bold**", "a_b_c", "$x$", "\\(x\\)", "`code`", "[a](b)", "a\n\nb", "| a |", "&lt;"],
    )
    def test_nothing_is_left_for_a_renderer_to_read(self, text: str) -> None:
        made = plain(text)
        assert not set("<>*_$`[]|\\\n") & set(made) and not re.search(r"&(?!#\d+;)", made)
        assert unescape(made).replace(" ", "") == text.replace("\n", "").replace(" ", "")

    def test_what_is_shown_survives_the_second_wall(self) -> None:
        assert sanitised(f"<p>{plain('a < b & c')}</p>") == "<p>a &lt; b &amp; c</p>"


def test_no_rubric_is_committed_where_students_get_it() -> None:
    assert released(ROOT) == [] and sorted(path.parent.name for path in (ROOT / "source").glob("*/rubrics.yaml"))
