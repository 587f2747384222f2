"""What a student wrote can be read by staff and does nothing else."""

from __future__ import annotations

import base64
from html.parser import HTMLParser
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.exporters.html import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.nbgrader_bridge.sanitise import (
    MAX_MARKDOWN,
    MAX_TEXT,
    clean_attachments,
    clean_html,
    clean_image,
    clean_markdown,
    clean_output,
    clean_text,
)

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n rest").decode()
FRAGMENTS = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<!--", "-->", "<a href="),
    *("[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a]( javascript:1)", "[a](<javascript:1>)", "[a][b]"),
    *("[b]:", "[b]: javascript:1", " data:text/html,x", "![i](https://e/x.png)", "![i](attachment:x.png)"),
    *("![i](attachment:no.png)", "&lt;script&gt;", "&#60;", "&#x3c", "<", ">", "\\", "`", "```mermaid\n", "```html\n"),
    *("\n```\n", "$", "$$", "\\href{javascript:1}{x}", "\\\\(", "\\\\)", "\\begin{a}", "\\end{a}", '"', "'", "(", ")"),
    *(
        "[",
        "]",
        "!",
        "\n",
        "\n\n",
        " ",
        "#",
        "# ",
        "> ",
        "| a | b |\n|--|--|\n",
        "*",
        "onclick=alert(1)",
        "\u202e",
        "a",
    ),
    *("<https://e.org>", 'https://e.org/"onmouseover=1', "javascript:alert(1)", "\x1b]8;;javascript:1\x07"),
]


class Harmful(HTMLParser):
    """Finds in rendered HTML whatever could run, load or lead away from the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in {
            "script",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "form",
            "input",
            "link",
            "meta",
            "base",
            "style",
        }:
            self.found.append(f"<{tag}>")
        for name, value in attributes:
            target = (value or "").strip().lower()
            if name.startswith("on") or name in {"srcdoc", "formaction", "xlink:href"}:
                self.found.append(f"{tag} {name}")
            if name == "href" and not target.startswith(("http://", "https://", "#", "attachment:")):
                self.found.append(f"{tag} {name}={target}")
            if name == "src" and not target.startswith(("data:image/png;", "data:image/jpeg;")):
                self.found.append(f"{tag} {name}={target}")


EXPORTER = HTMLExporter()


def rendered(markdown: str, attachments: dict[str, Any] | None = None) -> str:
    """A Markdown cell as Formgrader and the feedback page show it."""
    cell = new_markdown_cell(markdown)
    cell.attachments = attachments or {}
    return str(EXPORTER.markdown2html({"cell": cell}, markdown))


def test_the_probe_finds_script_where_nothing_was_cleaned() -> None:
    page = rendered("<img src=x onerror=alert(1)> [a](javascript:alert(1)) <script>1</script>")
    assert {"img onerror", "a href=javascript:alert(1)", "<script>"} <= set(Harmful(page).found)


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_no_fragment_of_markdown_does_anything(fragment: str) -> None:
    assert Harmful(rendered(clean_markdown(f"see {fragment} x) and ]"))).found == []


@settings(max_examples=300)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_no_mixture_of_markdown_does_anything(text: str) -> None:
    pictures = {"x.png": {"image/png": PNG}}
    page = rendered(clean_markdown(text, pictures), pictures)
    assert Harmful(page).found == []
    assert r"\href" not in page


@pytest.mark.parametrize(
    "text",
    [
        "A *plain* answer with **emphasis**, `code` and a list:\n\n- one\n- two",
        "$\\frac{a}{b} \\le c$ and $$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$",
        "See [the paper](https://example.org/paper) and a < b, 1 <2.",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_an_honest_answer_stays_as_it_is(text: str) -> None:
    assert clean_markdown(text) == text


def test_a_long_answer_is_cut_and_says_so() -> None:
    text = clean_markdown("a " * MAX_MARKDOWN)
    assert len(text) < MAX_MARKDOWN + 100 and "20,000 more characters" in text


@pytest.mark.parametrize("text", ["# a{}b", "|a|b|\n|-|-|\n|{}x", "[a]:{}"])
@pytest.mark.parametrize("blank", [" ", "\t"])
def test_long_stretches_of_blanks_for_which_renderers_take_seconds_are_cut(text: str, blank: str) -> None:
    assert len(clean_markdown(text.format(19_000 * blank))) < 150


def test_formulas_that_never_end_by_the_hundred_are_none() -> None:
    assert clean_markdown("\\[x\\] " * 200) == "\\[x\\] " * 200
    assert "\\[" not in clean_markdown("\\[" * 500)


def test_pasted_pictures_are_shown() -> None:
    kept = clean_attachments({"x.png": {"image/png": PNG, "text/html": "<b>"}})
    assert kept == {"x.png": {"image/png": PNG}}
    assert f'src="data:image/png;base64,{PNG}"' in rendered(clean_markdown("![x](attachment:x.png)", kept), kept)


@pytest.mark.parametrize(
    "attachments",
    [{"../x": {"image/png": PNG}}, {"x": {"image/svg+xml": "<svg>"}}, {"x": {"image/png": "PHN2Zz4="}}, {"x": {}}],
)
def test_other_attachments_are_not(attachments: dict[str, Any]) -> None:
    assert clean_attachments(attachments) == {}


class TestHtml:
    @pytest.mark.parametrize(
        "html",
        [
            "<script>x</script>", "<b onclick=x>b</b>", "<a href='javascript:x'>a</a>", "<a href='/hub/logout'>a</a>",
            "<img src='https://e/x'>", "<style>b{}</style>", "<iframe srcdoc='x'></iframe>", "<form><input></form>",
            "<svg onload=x>", "<math><mi href='javascript:x'>", "<b id=score class=score>b</b>",
        ],
    )  # fmt: skip
    def test_does_nothing(self, html: str) -> None:
        assert Harmful(clean_html(html)).found == []

    def test_keeps_tables(self) -> None:
        assert "<td>1</td>" in clean_html("<table><tr><td>1</td></tr></table>")

    def test_cannot_cover_the_page(self) -> None:
        cleaned = clean_html('<div style="position: fixed; top: 0; color: red">x</div>')
        assert "position" not in cleaned and "color:red" in cleaned.replace(" ", "")

    def test_is_no_formula(self) -> None:
        cleaned = clean_html(r"$\href{javascript:x}{y}$ $\<wbr>href{javascript:x}{y}$")
        assert r"\href" not in cleaned and 'class="tex2jax_ignore"' in cleaned


class TestText:
    def test_keeps_colours_only(self) -> None:
        assert clean_text("\x1b[31mred\x1b[0m \x1b[2J\x1b]8;;javascript:1\x07x\x07\x1bc") == "\x1b[31mred\x1b[0m x�"

    def test_shows_no_direction_marks(self) -> None:
        assert clean_text("a\u202eb") == "a�b"

    def test_is_cut(self) -> None:
        assert len(clean_text("x" * (2 * MAX_TEXT))) < MAX_TEXT + 100

    def test_joins_lines(self) -> None:
        assert clean_text(["a\n", "b"]) == "a\nb"


class TestOutputs:
    def test_keep_text_pictures_and_clean_html(self) -> None:
        made = clean_output(
            {
                "output_type": "display_data",
                "metadata": {"isolated": True},
                "data": {"text/plain": "x", "text/html": "<script>1</script><b>b</b>", "image/png": PNG},
            }
        )
        assert made is not None and made["metadata"] == {}
        assert made["data"]["text/plain"] == "x" and made["data"]["image/png"] == PNG
        assert "script" not in made["data"]["text/html"] and "<b>b</b>" in made["data"]["text/html"]

    @pytest.mark.parametrize(
        "mime",
        [
            "application/javascript", "image/svg+xml", "application/vnd.jupyter.widget-view+json", "text/latex",
            "text/markdown", "application/json", "application/pdf",
        ],
    )  # fmt: skip
    def test_of_other_kinds_become_text(self, mime: str) -> None:
        made = clean_output({"output_type": "display_data", "data": {mime: "alert(1)"}})
        assert made is not None and set(made["data"]) == {"text/plain"}

    @pytest.mark.parametrize(
        "output",
        [{}, {"output_type": "display_data"}, {"output_type": "update"}, {"output_type": "display_data", "data": {}}],
    )
    def test_that_are_none_are_dropped(self, output: dict[str, Any]) -> None:
        assert clean_output(output) is None

    def test_that_are_pictures_are_what_they_say(self) -> None:
        assert clean_image(PNG, "image/png") == PNG
        assert clean_image(PNG, "image/jpeg") == ""
        assert clean_image("!!", "image/png") == clean_image(7, "image/png") == ""

    @settings(max_examples=100)
    @given(
        st.dictionaries(
            st.sampled_from(["output_type", "name", "text", "data", "metadata", "traceback", "ename", "evalue"]),
            st.sampled_from(
                ["stream", "error", "display_data", "execute_result", 7, None, [], ["a", 7], {}, {"text/plain": 7}]
            ),
        )
    )
    def test_of_any_structure_can_be_shown(self, output: dict[str, Any]) -> None:
        made = clean_output(output)
        if made is not None:
            cell = new_code_cell("1", outputs=[made])
            nbformat.validate(new_notebook(cells=[cell]))


def test_html_that_would_grow_in_the_parser_is_shown_as_text() -> None:
    bomb = "<p>" + "".join(f"<b a={i:x}>" for i in range(3000)) + "<p>x" * 5000
    shown = clean_html(bomb)
    assert len(shown) < 20_000 and "<b" not in shown
    table = "<table>" + "<tr>" + "<td>1</td>" * 20 + "</tr>" * 400 + "</table>"
    assert "<td>1</td>" in clean_html(table)
