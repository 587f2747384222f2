"""Pages that people read: Markdown sanitised once more, and a feedback page in which no script runs.

``sanitise`` has cleaned what a student wrote before it was stored. What is here is a second wall, for the day on which
a renderer reads some text in a way that the first one did not foresee.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import nh3
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.nbgrader_bridge.formulas import begin_page, draw
from autograder.nbgrader_bridge.pictures import with_pictures
from autograder.nbgrader_bridge.rubric_cells import for_students
from autograder.nbgrader_bridge.sanitise import STYLES, TAGS

# No script, no request, no form, no base. Styles are the template's and those that `sanitise` lets through.
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
NOT_YET = "Not graded yet: a person will look at this. The number beside it is no grade."
_MATHJAX = re.compile(r"<!-- Load mathjax -->.*?<!-- End of mathjax configuration -->", re.DOTALL)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);")
_ATTRIBUTES = {
    "*": {"class", "style", "title", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}


class FeedbackExporter(HTMLExporter):  # type: ignore[misc]
    """Set as ``c.GenerateFeedback.exporter_class``: nbgrader's page with formulas drawn and scripts locked out."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.register_filter("markdown2html", markdown2page)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Make the page of one graded notebook."""
        begin_page()
        page, resources = super().from_notebook_node(with_pictures(for_students(nb)), resources, **kw)
        return secured(page), resources

    def _preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        nb, resources = super()._preprocess(nb, resources)
        if "nbgrader" in resources:
            say_what_waits(nb, resources["nbgrader"])
        return nb, resources


def say_what_waits(nb: NotebookNode, submitted: Mapping[str, str]) -> None:
    """Say beside every answer that waits for a person that its 0 is no grade. ``submitted``: nbgrader's resources."""
    with Gradebook(submitted["db_url"]) as book:
        notebook = book.find_submission_notebook(submitted["notebook"], submitted["assignment"], submitted["student"])
        waiting = {grade.name for grade in notebook.grades if grade.needs_manual_grade}
    for cell in nb.cells:
        roles = cell.metadata.get("nbgrader", {})
        if roles.get("grade_id") in waiting:
            roles["comment"] = "\n\n".join(filter(None, [NOT_YET, roles.get("comment")]))


def secured(page: str) -> str:
    """Put the policy in front, and take MathJax out. Raises ``ValueError`` for a page without a head."""
    head, found, rest = page.partition("<head>")
    if not found:
        raise ValueError("a feedback page without <head>: nbgrader's template has changed")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    return f"{head}<head>{policy}{_MATHJAX.sub('', rest, count=1)}"


class _Drawn(IPythonRenderer):  # type: ignore[misc]
    """Draws formulas instead of leaving them to MathJax."""

    def block_math(self, body: str) -> str:
        """Draw a formula on a line of its own."""
        return draw(body, display=True)

    def inline_math(self, body: str) -> str:
        """Draw a formula within a line."""
        return draw(body, display=False)

    def latex_environment(self, name: str, body: str) -> str:
        """Show an environment as it was written."""
        return draw(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)


def _render(context: Any, source: str, renderer: type[IPythonRenderer]) -> str:
    attachments = context.get("cell", {}).get("attachments", {})
    made = renderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return sanitised(MarkdownWithMath(renderer=made).render(source))


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """Jinja filter: Markdown to HTML in which nothing runs, whoever wrote it. Formulas are left for MathJax."""
    return _render(context, source, IPythonRenderer)


@pass_context
def markdown2page(context: Any, source: str) -> str:
    """Jinja filter: the same with formulas drawn, for a page in which no script runs."""
    return _render(context, source, _Drawn)


def sanitised(page: str) -> str:
    """What a renderer made of Markdown, reduced to an allow-list. No ids: a heading could take that of a form field."""
    return nh3.clean(
        page,
        tags=TAGS | {"img", "figure", "figcaption", "center", "mark", "q", "cite", "abbr"},
        attributes=_ATTRIBUTES,
        attribute_filter=_allowed,
        filter_style_properties=STYLES | {"width", "height", "margin", "display", "vertical-align"},
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Give a value that may stay: data in pictures only, and no class by which Formgrader finds its own fields."""
    if value.strip().lower().startswith("data:"):
        return value if tag == "img" and _PICTURE.match(value) else None
    if attribute == "class":
        return " ".join(name for name in value.split() if len(name) < 4 or name in ("highlight", "hll", "anchor-link"))
    return value
