"""Nothing that a student wrote or is called reaches the terminal as anything but printable characters."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.terminal import Fault, shown
from tests.crashes.course import ASSIGNMENT, CLASS, Place, hand_in

pytestmark = pytest.mark.xdist_group("crashes")
NAME = "e\x1b[2J\x1b]0;own\x07v\r\u202el [bold red]\n\x9b1m"


def harmless(text: str) -> bool:
    return all(char.isprintable() or char == "\n" for char in text)


@pytest.mark.parametrize("text", [NAME, "\x00", "\u2066a\u2069", "a\u2028b", "\u200f", "\ud800", "\x7f", "\x1bP+q"])
def test_everything_unprintable_is_spelled_out(text: str) -> None:
    assert shown(text).isprintable() and shown(text) != text
    assert shown(shown(text)) == shown(text)


@pytest.mark.parametrize("text", ["ada", "Žofie 李 [x]", "ValueError: a, b; 50%"])
def test_everything_printable_stays(text: str) -> None:
    assert shown(text) == text


def test_a_long_text_is_cut() -> None:
    assert shown("x" * 1000) == "x" * 500 + "... (500 more characters)"


def test_an_error_is_one_printable_line() -> None:
    assert Fault(NAME).format_message().isprintable()


def test_a_name_and_a_reason_full_of_escapes(place: Place) -> None:
    elsewhere = place.root / "elsewhere"
    elsewhere.mkdir()
    (place.root / "submitted" / NAME).mkdir()
    (place.root / "submitted" / NAME / ASSIGNMENT).symlink_to(elsewhere)
    for student in CLASS:
        if student != "manual":
            hand_in(place, student, "one", b"\x1b[31m")
    said = place.run("grade", ASSIGNMENT, code=1)
    assert harmless(said) and "NOT GRADED" in said and "\\x1b[2J" in said and "[bold red]" in said


def test_an_unknown_student_full_of_escapes(place: Place) -> None:
    assert harmless(place.run("grade", ASSIGNMENT, "--student", NAME.replace("\x00", ""), code=1))


@pytest.mark.parametrize("more", [["lstm"], ["--force"], ["--student", "ada"], ["--isolation", "none"]])
def test_resume_takes_its_choices_from_the_interrupted_run(more: list[str]) -> None:
    done = CliRunner().invoke(main, ["grade", "--resume", *more])
    assert done.exit_code == 2 and "from the interrupted run" in done.output


def test_the_help_tells_the_same_command_and_resume_apart() -> None:
    said = " ".join(CliRunner().invoke(main, ["grade", "--help"]).output.split())
    assert "The same command again looks at submitted/ as it is now" in said
    assert "--resume goes on with exactly the run that was interrupted" in said
