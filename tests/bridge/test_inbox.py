"""The handed-in folder: nothing is followed, nothing is lost, nothing becomes a silent zero."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbformat import NotebookNode

from autograder.course import Course
from autograder.nbgrader_bridge import inbox
from autograder.nbgrader_bridge.names import check_student, read_date
from autograder.submission import InvalidSubmission
from tests.bridge.tiny import RIGHT, answered, hand_in

Releases = dict[str, NotebookNode]


def tidy(course: Course, student: str) -> Path:
    folder = inbox.submitted(course, "tiny", student)
    assert [path.name for path in inbox.tidy(course, "tiny", folder)] == ["one.ipynb", "two.ipynb"]
    return folder


def reason(course: Course, release: Releases, path: Path) -> str:
    with pytest.raises(InvalidSubmission) as held:
        inbox.load(path, release[path.stem], assignment="tiny", notebook=path.stem)
    return held.value.reason


def test_a_complete_folder_is_left_alone(course: Course, release: Releases) -> None:
    for name in release:
        hand_in(course, "ada", name, answered(release[name], RIGHT))
    before = {path.name: path.read_bytes() for path in inbox.submitted(course, "tiny", "ada").iterdir()}
    assert {path.name: path.read_bytes() for path in tidy(course, "ada").iterdir()} == before


def test_a_renamed_notebook_is_found(course: Course, release: Releases) -> None:
    original = hand_in(course, "ada", "one", answered(release["one"], RIGHT), "one (1).ipynb")
    folder = tidy(course, "ada")
    assert (folder / "one.ipynb").read_bytes() == original.read_bytes()


def test_two_notebooks_that_both_could_be_it_are_held(course: Course, release: Releases) -> None:
    for name in ("a.ipynb", "b.ipynb"):
        hand_in(course, "ada", "one", answered(release["one"], RIGHT), name)
    path = tidy(course, "ada") / "one.ipynb"
    assert reason(course, release, path) == "Several files look like one.ipynb: a.ipynb, b.ipynb."


def test_a_missing_notebook_is_held_and_can_still_come(course: Course, release: Releases) -> None:
    hand_in(course, "ada", "one", answered(release["one"], RIGHT))
    path = tidy(course, "ada") / "two.ipynb"
    assert reason(course, release, path) == "two.ipynb was not handed in."
    hand_in(course, "ada", "two", answered(release["two"], RIGHT), "late.ipynb")
    tidy(course, "ada")
    assert inbox.load(path, release["two"], assignment="tiny", notebook="two").profile == "keras"


@pytest.mark.parametrize("kind", ["link to a secret", "link to a folder", "pipe", "broken link"])
def test_what_is_no_file_is_taken_away_and_never_read(course: Course, release: Releases, kind: str) -> None:
    secret = course.root / "secret.txt"
    secret.write_text("the secret")
    folder = hand_in(course, "ada", "two", answered(release["two"], RIGHT)).parent
    for path in (folder / "one.ipynb", folder / "data.txt"):
        if kind == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to({"link to a secret": secret, "link to a folder": course.root}.get(kind, "nowhere"))
    tidy(course, "ada")
    assert reason(course, release, folder / "one.ipynb") == "one.ipynb was a link or a device, not a file."
    assert not (folder / "data.txt").exists() and not (folder / "data.txt").is_symlink()
    assert secret.read_text() == "the secret"
    assert len(list((course.private / "quarantine" / "tiny" / "ada").iterdir())) == 2


def test_a_folder_with_links_or_far_too_many_files_is_taken_away_whole(
    course: Course, release: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "MAX_ENTRIES", 5)
    folder = hand_in(course, "ada", "one", answered(release["one"], RIGHT)).parent
    for name, count in (("few", 2), ("many", 6), ("linked", 1)):
        (folder / name / "deep").mkdir(parents=True)
        for number in range(count):
            (folder / name / "deep" / str(number)).write_text("")
    (folder / "linked" / "deep" / "link").symlink_to(course.root)
    tidy(course, "ada")
    assert sorted(path.name for path in folder.iterdir()) == ["few", "one.ipynb", "two.ipynb"]
    assert len(list((course.private / "quarantine" / "tiny" / "ada").iterdir())) == 2


def test_reading_never_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "one.ipynb")
    with pytest.raises(InvalidSubmission, match="device"):
        inbox.read_bytes(tmp_path / "one.ipynb")


def test_a_folder_that_is_a_link_is_not_entered(course: Course, release: Releases) -> None:
    folder = inbox.submitted(course, "tiny", "eve")
    folder.parent.mkdir(parents=True)
    folder.symlink_to(course.root)
    before = sorted(path.name for path in course.root.iterdir())
    tidy(course, "eve")
    assert "was a link" in reason(course, release, folder / "one.ipynb")
    assert sorted(path.name for path in course.root.iterdir()) == sorted([*before, ".autograder"])


def test_another_students_folder_is_not_ones_own(course: Course, release: Releases) -> None:
    hand_in(course, "ada", "one", answered(release["one"], RIGHT))
    (course.root / "submitted" / "eve").symlink_to(course.root / "submitted" / "ada")
    with pytest.raises(inbox.InboxError, match="is a link"):
        inbox.tidy(course, "tiny", inbox.submitted(course, "tiny", "eve"))


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2030-01-31 10:00:00 /etc/passwd", "0001-01-01 00:00:00 +1400", "9" * 999]
)
def test_a_date_that_cannot_be_read_becomes_that_of_the_arrival(course: Course, release: Releases, text: str) -> None:
    path = hand_in(course, "ada", "one", release["one"]).with_name("timestamp.txt")
    path.write_text(text)
    before = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=10)
    tidy(course, "ada")
    date = read_date(path.read_text())
    assert date is not None and date > before


def test_a_date_that_can_be_read_stays(course: Course, release: Releases) -> None:
    path = hand_in(course, "ada", "one", release["one"]).with_name("timestamp.txt")
    path.write_text("2030-01-31 10:00:00.000000 CET\n")
    tidy(course, "ada")
    assert path.read_text() == "2030-01-31 10:00:00.000000 CET\n"


@pytest.mark.parametrize(
    "name",
    ["-rf", ".hidden", "a\nb", "<img src=x>", "a\u202eb", "x" * 101, "a*", "[a]", "e\u0301", "a ", "a\x1b[2J", "a;b"],
)
def test_an_unusable_student_id_is_refused_in_words(course: Course, release: Releases, name: str) -> None:
    hand_in(course, name, "one", release["one"])
    with pytest.raises(inbox.InboxError, match="student id") as refused:
        inbox.tidy(course, "tiny", inbox.submitted(course, "tiny", name))
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("name", ["s042", "jane.o'hara+x@uni-a.example", "Łukasz", "陈伟", "Ada Lovelace"])
def test_an_ordinary_student_id_is_taken(name: str) -> None:
    check_student(name)


def test_a_folder_named_like_a_notebook_is_held(course: Course, release: Releases) -> None:
    hand_in(course, "ada", "two", answered(release["two"], RIGHT))
    (inbox.submitted(course, "tiny", "ada") / "one.ipynb").mkdir()
    folder = tidy(course, "ada")
    assert "a folder" in reason(course, release, folder / "one.ipynb")
