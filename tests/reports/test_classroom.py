"""The class report: words of students are words, on any terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from autograder.reports.classroom import class_table
from autograder.reports.model import CheckResult, Report, Verdict


def printed(message: str, item: str = "gates") -> str:
    """The report of a class of one, as a terminal with colours and links gets it."""
    check = CheckResult(item=item, check="c", title="t", verdict=Verdict.ERR, credit=0.0, message=message)
    report = Report(assignment="lstm", notebook="lstm", digest="", kit="", isolation="", checks=[check])
    console = Console(
        file=io.StringIO(), force_terminal=True, width=400, color_system="truecolor", legacy_windows=False
    )
    console.print(class_table("lstm", [report]))
    return str(console.file.getvalue())  # type: ignore[attr-defined]


PLAIN = {part for part in printed("nothing").split("\x1b")[1:]}


@pytest.mark.parametrize(
    "message",
    [
        "[bold]x[/bold]", "[link=file:///etc/passwd]x[/link]", "[red]", "[/]", "[@click=app.quit]x[/]", ":skull:",
        "\x1b]0;owned\x07", "\x1b[2J\x1b[H", "\x1b]8;;http://e\x1b\\x", "\x9b2J", "a\rb", "a\u202eb", "a\x08\x08b",
        "\x07",
    ],
)  # fmt: skip
def test_a_message_is_shown_and_does_nothing(message: str) -> None:
    for shown in (printed(message), printed("x", item=message)):
        assert not set("\x07\x08\x9b\r\u202e") & set(shown)
        assert {part.split("m")[0] for part in shown.split("\x1b")[1:]} <= {part.split("m")[0] for part in PLAIN}
        if message.isprintable():
            assert message in shown


def test_a_long_message_is_cut() -> None:
    assert len(printed("x" * 100_000)) < 5_000


@pytest.mark.parametrize(
    ("invalid", "said"),
    [
        (["", ""], ""),
        (["cut off", ""], "1 notebook is held as a whole"),
        (["cut off", "not handed in"], "2 notebooks are held as a whole"),
    ],
)
def test_notebooks_that_nobody_could_read_are_counted(invalid: list[str], said: str) -> None:
    page = Console(file=io.StringIO(), width=200)
    reports = [
        Report(assignment="lstm", notebook="lstm", digest="", kit="", isolation="", checks=[], invalid=reason)
        for reason in invalid
    ]
    page.print(class_table("lstm", reports))
    shown = str(page.file.getvalue())  # type: ignore[attr-defined]
    assert said in shown and bool(said) == ("held as a whole" in shown)
