"""Script that a student planted runs nowhere: not in Formgrader, not in the feedback page, however that is opened.

The same plants on pages of stock nbgrader are the positive control: there most of them run, and the detector says so.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import nbgrader as nbgrader_package
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Page

from autograder.course import Course
from autograder.nbgrader_bridge.feedback import secured
from autograder.reports.model import CellOutput, CheckResult, Verdict
from tests.bridge.tiny import RIGHT, FakeGrader, answered, configure, make_course, nbgrader

from .chromium import OUTSIDE
from .plants import MARK, MARKDOWN, markdown, others, outputs, pages, script
from .servers import LabServer, Person

# Raised by nbgrader's own queries.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
ME = pwd.getpwuid(os.getuid()).pw_name
FORMGRADER = Path(nbgrader_package.__file__).parent / "server_extensions" / "formgrader"
# What stock nbgrader's page does not run: it escapes these, shows them as pictures, or lacks MathJax or jQuery here.
STOCK_IS_SAFE = {
    "cell-tag", "code-source", "md-in-code-fence", "md-mathjax-href",
    "md-math-breaks-out", "out-error", "out-html-mutation", "out-javascript", "out-latex", "out-picture-type",
    "out-plain", "out-stream", "out-svg-script", "raw-html",
}  # fmt: skip
EXPECTED = frozenset({"out-html-script", "out-html-image", "out-javascript"})
CLICK = """addEventListener("load", () => {
    for (const field of document.querySelectorAll("input")) field.focus();
    for (const link of document.querySelectorAll("a, button")) {
        const target = String(link.href?.baseVal ?? link.getAttribute("href") ?? link.form?.action ?? "");
        if (/^[\\s\\x00-\\x1f]*j[\\s]*a[\\s]*v[\\s]*a[\\s]*s[\\s]*c[\\s]*r[\\s]*i[\\s]*p[\\s]*t[\\s]*:/i.test(target))
            link.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
    }
});"""


class PlantingGrader(FakeGrader):
    """What comes out of a room in which a student's cells have put script into every kind of output."""

    def _check(self, item: str, title: str, wanted: str, text: str) -> CheckResult:
        message = f"<img src=x onerror={script('message')}>: $\\href{{javascript:{script('message')}}}{{x}}$"
        return CheckResult(item=item, check=title, title=title, verdict=Verdict.ERR, credit=0.0, message=message)

    def _run(self, cell: Any) -> CellOutput:
        return CellOutput(index=cell.index, outputs=[dict(output) for output in outputs().values()])


@dataclass
class Watched:
    """What a page did: the plants that ran, dialogs, and where else it wanted to go."""

    ran: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)


class Watch:
    """Opens pages one after the other, each in a tab of its own, and notes what ran in any of its frames."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context()
        self.context.set_default_timeout(60_000)
        self.context.add_init_script(CLICK)  # in every frame, and no page's policy keeps it out

    def open(self, address: str, ready: str = "body", until: frozenset[str] = frozenset()) -> Watched:
        """Load a page with its frames, click what looks like a link to script, wait for what is late, and leave.

        Leaves early when all of ``until`` have run.
        """
        seen = Watched()
        page = self.context.new_page()
        self._listen(page, seen)
        page.goto(address, wait_until="load")
        page.wait_for_selector(ready, state="attached")
        for _ in range(480 if until else 8):
            page.wait_for_timeout(250)
            if until and until <= seen.ran:
                break
        assert page.url.split("?")[0] == address.split("?")[0], "the page led away"
        page.close()
        return seen

    def _listen(self, page: Page, seen: Watched) -> None:
        def note(text: str) -> None:
            seen.ran.update(re.findall(rf"{MARK}([\w-]+)", text))

        def refuse(route: Any) -> None:
            seen.asked.append(route.request.url)
            route.abort()

        page.on("console", lambda message: note(message.text) if message.type == "log" else None)
        page.on("dialog", lambda dialog: (note(f"{MARK}dialog"), dialog.dismiss()))
        page.route(OUTSIDE, refuse)


@pytest.fixture(scope="module")
def watch(browser: Browser) -> Iterator[Watch]:
    watch = Watch(browser)
    yield watch
    watch.context.close()


@dataclass(frozen=True)
class Planted:
    """A course in which this account has handed in every plant, graded and given back; and its student's home."""

    course: Course
    home: Path

    def feedback(self, name: str = "one") -> Path:
        return self.course.root / "feedback" / ME / "tiny" / f"{name}.html"


def hostile(release: NotebookNode) -> NotebookNode:
    """The released notebook with every plant in it: cells added, answers replaced, metadata set."""
    everything = "\n\n".join(markdown(name).source for name in MARKDOWN if name != "md-body-load")
    notebook = answered(release, RIGHT | {"why": everything})
    notebook.cells += [*map(markdown, MARKDOWN), *others().values()]
    breakout = f"</title><script>{script('metadata')}</script>"
    notebook.metadata.update(title=breakout, authors=[{"name": breakout}], language_info={"name": breakout})
    notebook.metadata.kernelspec.display_name = breakout
    for number, cell in enumerate(notebook.cells):
        cell.metadata["tags"] = [f'"><script>{script("cell-tag")}</script>']
        if number >= len(release.cells):
            cell.id = f"added-{number}"
        if cell.cell_type == "markdown":
            svg = f"<svg xmlns='http://www.w3.org/2000/svg' onload={script('attachment')}></svg>"
            cell.attachments = {'x"onerror=x': {"image/svg+xml": svg}, "a.svg": {"image/svg+xml": svg}}
            cell.source += "\n\n![x](attachment:a.svg)"
    return notebook


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """From release to fetched feedback by nbgrader's own commands."""
    folder = tmp_path_factory.mktemp("planted")
    make_course(folder / "course")
    course = configure(folder / "course", "c.GradeInSandbox.grader_class = 'tests.browser.test_scripts.PlantingGrader'")
    nbgrader(course, "generate_assignment", "tiny")
    nbgrader(course, "release_assignment", "tiny")
    home = folder / "home"
    (home / "tiny").mkdir(parents=True)
    shutil.copy(course.root / "nbgrader_config.py", home)
    one = nbformat.read(course.release("tiny", "one"), as_version=4)
    nbformat.write(hostile(one), home / "tiny" / "one.ipynb")
    two = (course.root / "release" / "tiny" / "two.ipynb").read_bytes()
    for name in ("two.x", f"<img src=x onerror={script('file-name')}>"):
        (home / "tiny" / f"{name}.ipynb").write_bytes(two)
    nbgrader(Course(home), "submit", "tiny")
    for step in ("collect", "autograde", "generate_feedback", "release_feedback"):
        nbgrader(course, step, "tiny")
    nbgrader(Course(home), "fetch_feedback", "tiny")
    return Planted(course, home)


@cache
def stock() -> HTMLExporter:
    """What `nbgrader generate_feedback` uses without this kit."""
    style = FORMGRADER / "static" / "node_modules" / "bootstrap" / "dist" / "css"
    return HTMLExporter(
        template_name="feedback",
        extra_template_basedirs=[str(FORMGRADER / "templates")],
        extra_template_paths=[str(style)],
    )


def stock_page(notebook: NotebookNode) -> str:
    """The feedback page as nbgrader makes it when nobody has cleaned the notebook."""
    names = {"notebook": "one", "score": 0, "max_score": 0, "late_penalty": 0}
    page, _ = stock().from_notebook_node(notebook, resources={"nbgrader": names})
    return str(page)


def framed(notebooks: dict[str, str], folder: Path) -> str:
    """A page that holds each of these pages in a frame of its own; returns its address."""
    for name, page in notebooks.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    frames = "".join(f'<iframe src="{name}.html"></iframe>' for name in notebooks)
    (folder / "all-plants.html").write_text(f"<!DOCTYPE html><body>{frames}</body>")
    return (folder / "all-plants.html").as_uri()


@pytest.fixture(scope="module")
def uncleaned() -> dict[str, str]:
    """Stock nbgrader's page of each plant."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbconvert's, about pictures without a description
        return {name: stock_page(notebook) for name, notebook in pages().items()}


def test_the_detector_fires_for_every_plant_that_stock_nbgrader_runs(
    watch: Watch, uncleaned: dict[str, str], tmp_path: Path
) -> None:
    expected = frozenset(set(uncleaned) - STOCK_IS_SAFE)
    ran = watch.open(framed(uncleaned, tmp_path), until=expected).ran
    assert (expected - ran, ran - expected) == (set(), set())
    assert len(ran) >= 20


def test_the_policy_alone_stops_every_plant(watch: Watch, uncleaned: dict[str, str], tmp_path: Path) -> None:
    """A second wall: the pages of uncleaned notebooks under the feedback page's policy."""
    assert watch.open(framed({name: secured(page) for name, page in uncleaned.items()}, tmp_path)).ran == set()


def test_nothing_runs_in_the_feedback_page_opened_as_a_file(watch: Watch, planted: Planted) -> None:
    fetched = list((planted.home / "tiny" / "feedback").rglob("*.html"))
    assert fetched
    for path in (planted.feedback("one"), planted.feedback("two"), *fetched):
        assert watch.open(path.as_uri()) == Watched(), path


def test_nothing_runs_in_formgrader_or_in_pages_that_jupyter_serves(
    watch: Watch, planted: Planted, tmp_path: Path, album: Path
) -> None:
    root = planted.course.root
    person = Person(tmp_path / "instructor", "")
    person.move_in()
    with LabServer(person, root, album / "scripts-server.log") as server:
        key = f"?token={server.token}"
        for name in ("one", "two"):
            assert watch.open(f"{server.url}files/feedback/{ME}/tiny/{name}.html{key}") == Watched()
            submission = f"{server.url}formgrader/submissions/{submission_id(root, name)}/"
            # Formgrader's page asks for MathJax; its own scripts run, so that `main` stands for a page that works.
            seen = watch.open(submission + key, "input.score")
            assert seen.ran == set() and all("mathjax" in url.lower() for url in seen.asked)
        for address in ("manage_submissions/tiny", "gradebook/tiny/one", "manage_students"):
            assert watch.open(f"{server.url}formgrader/{address}{key}", "#main-table td").ran == set()
        # The detector works here too: the student's file as it was, in the place of the cleaned one.
        graded = root / "autograded" / ME / "tiny" / "one.ipynb"
        raw = nbformat.read(planted.home / "tiny" / "one.ipynb", as_version=4)
        raw.cells[3].outputs = list(outputs().values())
        graded.chmod(0o644)
        nbformat.write(raw, graded)
        ran = watch.open(
            f"{server.url}formgrader/submissions/{submission_id(root, 'one')}/{key}", "input.score", EXPECTED
        ).ran
        assert ran >= EXPECTED
        assert not {name for name in ran if name.startswith("md-")}, "Markdown is sanitised once more where it is shown"


def submission_id(root: Path, notebook: str) -> str:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        return str(book.find_submission_notebook(notebook, "tiny", ME).id)


def test_the_page_still_says_what_it_must(watch: Watch, planted: Planted) -> None:
    page = watch.context.new_page()
    page.goto(planted.feedback().as_uri())
    text = page.locator("body").inner_text()
    assert "returns twice" in text and "javascript:" in text
    assert page.locator("table").count() >= 2
    page.close()
