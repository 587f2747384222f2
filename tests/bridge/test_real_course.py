"""The real assignment, the real graders and the real sandbox behind nbgrader's own command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.compose import model_answers, read_notebook
from autograder.course import Course
from autograder.nbgrader_bridge.scores import Score, scores
from autograder.nbgrader_bridge.store import ReportStore
from tests.bridge.tiny import ROOT, nbgrader

ASSIGNMENT = "dense"
NOTEBOOKS = ("dense", "dense_keras", "dense_reasoning")
ENDLESS = "def mlp(x, hidden_kernel, hidden_bias, output_kernel, output_bias):\n    while True: pass"
WARNS = "import warnings\nwarnings.warn('loud but right')\n"

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The assignment ``dense``, autograded for four students with the repository's configuration as it is."""
    root = tmp_path_factory.mktemp("real") / "course"
    shutil.copytree(ROOT / "source" / ASSIGNMENT, root / "source" / ASSIGNMENT)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    course = Course(root)
    nbgrader(course, "generate_assignment", ASSIGNMENT)
    for name in NOTEBOOKS:
        release = read_notebook(course.release(ASSIGNMENT, name))
        answers = model_answers(read_notebook(root / "source" / ASSIGNMENT / f"{name}.ipynb"), release)
        hand_in(root, "model", name, answers)
        hand_in(root, "untouched", name, release)
        if name == "dense":
            hand_in(root, "loud", name, written(answers, "relu-code", WARNS + source(answers, "relu-code")))
            hand_in(root, "endless", name, written(answers, "mlp-code", ENDLESS))
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("c.GradeInSandbox.numpy = {'cell_seconds': 5, 'check_seconds': 3}\n")
    nbgrader(course, "autograde", ASSIGNMENT)
    return course


def source(notebook: NotebookNode, grade_id: str) -> str:
    return str(next(c.source for c in notebook.cells if c.metadata.nbgrader.grade_id == grade_id))


def written(notebook: NotebookNode, grade_id: str, text: str) -> NotebookNode:
    made = nbformat.from_dict(notebook)
    next(c for c in made.cells if c.metadata.nbgrader.grade_id == grade_id).source = text
    return made


def hand_in(root: Path, student: str, notebook: str, content: NotebookNode) -> None:
    path = root / "submitted" / student / ASSIGNMENT / f"{notebook}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(content, path)


def graded(course: Course, student: str, notebook: str = "dense") -> list[Score]:
    return [s for s in scores(course, ASSIGNMENT, student) if s.notebook == notebook and not s.manual]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_the_model_answers_get_every_point(course: Course, notebook: str) -> None:
    got = graded(course, "model", notebook)
    assert got and [score.item for score in got if score.score < score.max_score or score.held] == []


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_the_untouched_release_gets_none(course: Course, notebook: str) -> None:
    got = graded(course, "untouched", notebook)
    assert got and [score.item for score in got if score.score > 0 or score.held] == []


def test_a_warning_costs_nothing(course: Course) -> None:
    assert [score.item for score in graded(course, "loud") if score.score < score.max_score] == []


def test_an_endless_loop_costs_what_depends_on_it(course: Course) -> None:
    got = {score.item: score for score in graded(course, "endless")}
    assert got["mlp"].score == 0 and not got["mlp"].held
    assert got["linear"].score == got["linear"].max_score


def test_demonstrations_show_what_the_file_had_and_say_so(course: Course) -> None:
    release = read_notebook(course.release(ASSIGNMENT, "dense"))
    answers = model_answers(read_notebook(course.root / "source" / ASSIGNMENT / "dense.ipynb"), release)
    demo = next(c for c in answers.cells if "demo" in c.metadata.get("tags", []))
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABc3UBGAAAAABJRU5ErkJggg=="
    forged = {"text/html": "<script>1</script>", "image/svg+xml": "<svg/>", "text/plain": "45 of 45"}
    demo.outputs = [
        nbformat.v4.new_output("display_data", data={"image/png": pixel} | forged),
        nbformat.v4.new_output("display_data", data={"image/png": "not a picture"}),
        nbformat.v4.new_output("stream", text="full marks"),
    ]
    hand_in(course.root, "pictures", "dense", answers)
    nbgrader(course, "autograde", ASSIGNMENT, "--student", "pictures")
    made = read_notebook(course.root / "autograded" / "pictures" / ASSIGNMENT / "dense.ipynb")
    shown = next(
        c for c in made.cells if c.metadata.get("nbgrader", {}).get("grade_id") == demo.metadata.nbgrader.grade_id
    )
    said, picture = shown.outputs
    assert said.text == "As saved in the file that was handed in; not drawn again for grading:\n"
    assert dict(picture.data) == {"image/png": pixel}
    assert shown.execution_count is None


def test_free_answers_wait_for_a_person(course: Course) -> None:
    waiting = {score.item for score in scores(course, ASSIGNMENT, "model") if score.held}
    assert waiting == {score.item for score in scores(course, ASSIGNMENT, "model") if score.manual} != set()


def test_the_secret_is_in_no_file_that_leaves_the_private_corner(course: Course) -> None:
    secret = (course.private / "secret").read_bytes()
    files = [p for p in course.root.rglob("*") if p.is_file() and course.private not in p.parents]
    assert files and [path for path in files if secret in path.read_bytes()] == []


def test_every_report_says_how_it_was_isolated(course: Course) -> None:
    reports = ReportStore(course).of_student(ASSIGNMENT, "model")
    assert len(reports) == len(NOTEBOOKS) and all("bubblewrap" in report.isolation for report in reports)
