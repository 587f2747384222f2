"""What a student can do to their folder, their name, their date and their archive costs nobody else anything.

Everything here goes through nbgrader's own command line, on a class in which ``ada`` and ``zoe`` are honest: one comes
before the others in every listing, one after them.
"""

from __future__ import annotations

import csv
import os
import pwd
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.nbgrader_bridge.scores import scores
from tests.bridge.test_collect import bad_archives, make_zip
from tests.bridge.tiny import RIGHT, answered, configure, hand_in, nbgrader

# Raised by nbgrader's own queries.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
Releases = dict[str, NotebookNode]
FULL = {"double": 1, "guess": 1, "triple": 4, "why": 0}
ME = pwd.getpwuid(os.getuid()).pw_name


def got(course: Course, student: str) -> dict[str, float]:
    return {score.item: score.score for score in scores(course, "tiny", student)}


def everything_held(course: Course, student: str) -> bool:
    return all(score.held and score.score == 0 for score in scores(course, "tiny", student))


def exported(course: Course) -> dict[str, dict[str, str]]:
    nbgrader(course, "export", "--to", "out.csv")
    with (course.root / "out.csv").open(newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def hand_in_all(course: Course, release: Releases, *students: str) -> None:
    for student in students:
        for name in release:
            hand_in(course, student, name, answered(release[name], RIGHT))


def test_autograding_survives_every_folder(course: Course, release: Releases) -> None:
    """Links, dates, names, planted results, sizes: one run, and the honest get what they earned."""
    configure(course.root, "c.LateSubmissionPlugin.penalty_method = 'zero'")
    due = datetime.now(UTC) - timedelta(days=30)
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
        book.update_or_create_assignment("tiny", duedate=due.isoformat())
    honest = ("ada", "zoe")
    dated = ("binary-date", "fifo-date", "link-date", "words-date", "folder-date")
    hand_in_all(course, release, *honest, *dated, "bob", "planted-links", "linked-student-target")
    submitted = course.root / "submitted"
    for student in (*honest, "bob", "planted-links"):
        (submitted / student / "tiny" / "timestamp.txt").write_text(f"{due - timedelta(days=1):%Y-%m-%d %H:%M:%S} UTC")
    date = {student: submitted / student / "tiny" / "timestamp.txt" for student in dated}
    date["binary-date"].write_bytes(b"\xff\xfe\x00")
    os.mkfifo(date["fifo-date"])
    date["link-date"].symlink_to(submitted / "ada" / "tiny" / "timestamp.txt")
    date["words-date"].write_text("2000-01-01 00:00:00 /etc/localtime")
    date["folder-date"].mkdir()

    (submitted / "linked-folder").mkdir()
    (submitted / "linked-folder" / "tiny").symlink_to(submitted / "ada" / "tiny")
    (submitted / "loose-link").mkdir()
    (submitted / "loose-link" / "tiny").symlink_to("nowhere")
    (submitted / "linked-student").symlink_to(submitted / "ada")
    for name in ("-rf", "new\nline", "<img src=x onerror=steal()>", "right\u202eleft", "x" * 120, "[a]*"):
        hand_in_all(course, release, name)
    (submitted / "planted-links" / "tiny" / "esc\x1b]0;owned\x07.txt").write_text("x")
    (submitted / "planted-links" / "tiny" / "data").symlink_to("/etc")

    planted = course.root / "autograded" / "bob" / "tiny"  # nbgrader takes bob for done
    planted.mkdir(parents=True)
    (planted / "one.ipynb").write_text("{}")
    (planted / "timestamp.txt").write_text("not a date")

    huge = {
        "huge-file": b" " * (50 * 2**20),
        "huge-cells": b'{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":['
        + b",".join([b'{"cell_type":"raw","metadata":{},"source":""}'] * 100_000)
        + b"]}",
        "deep": b'{"nbformat":4,"cells":' + b"[" * 100_000,
        "bytes": bytes(range(256)) * 100,
    }
    for student, content in huge.items():
        hand_in(course, student, "one", content)

    log = nbgrader(course, "autograde", "tiny")
    assert "\x1b]0;" not in log and "\u202e" not in log
    for student in (*honest, "bob", "planted-links"):
        assert got(course, student) == FULL, student
    for student in ("linked-folder", "loose-link", *huge):
        assert everything_held(course, student), student
    for student in dated:
        with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
            submission = book.find_submission("tiny", student)
            assert (submission.score, submission.late_submission_penalty) == (6, 6), student
    assert log.count("NOT GRADED") == 7 and "linked-student" in log
    rows = exported(course)
    assert {student: rows[student]["score"] for student in honest} == {"ada": "6.0", "zoe": "6.0"}
    assert all(rows[student]["needs_manual_grade"] == "True" for student in ("linked-folder", "loose-link", *huge))
    nbgrader(course, "generate_feedback", "tiny")
    page = (course.root / "feedback" / "huge-file" / "tiny" / "one.html").read_text()
    assert "larger than 32 MiB" in page


def test_collecting_survives_every_name_in_the_exchange(course: Course, release: Releases) -> None:
    """Students write the names of what they hand in, the date included, and may make folders of any name."""
    nbgrader(course, "release_assignment", "tiny")
    inbound = course.root / "exchange" / "forwardpass" / "inbound"
    now = datetime.now(UTC)

    def submit(name: str) -> Path:
        folder = inbound / name
        folder.mkdir(parents=True)
        for notebook in release:
            nbformat.write(answered(release[notebook], RIGHT), folder / f"{notebook}.ipynb")
        (folder / "timestamp.txt").write_text("2000-01-01 00:00:00 UTC")
        return folder

    submit(f"{ME}+tiny+{now:%Y-%m-%d %H:%M:%S.%f} UTC+abc")
    submit("eve+tiny+2000-01-01 00:00:00.000000 UTC+abc")
    for name in ("mallory+tiny+not a date+x", "mallory+tiny+", "-x+tiny+2030-01-01 00:00:00 UTC+x", "a\nb+tiny+c+d"):
        submit(name)
    deep = submit(f"deep+tiny+{now:%Y-%m-%d %H:%M:%S.%f} UTC+x")
    for _ in range(300):
        deep = deep / "d"
        deep.mkdir()
    (inbound / f"link+tiny+{now:%Y-%m-%d %H:%M:%S.%f} UTC+x").symlink_to(inbound)
    log = nbgrader(course, "collect", "tiny")
    assert log.count("NOT COLLECTED") == 4
    assert sorted(path.name for path in (course.root / "submitted").iterdir()) == sorted([ME, "eve", "deep", "link"])
    forged = (course.root / "submitted" / "eve" / "tiny" / "timestamp.txt").read_text()
    assert forged > f"{now - timedelta(minutes=1):%Y-%m-%d %H:%M:%S}", "the folder was made now, whatever it is called"
    assert "eve+tiny+2000-01-01" in log and "later than its name says" in log
    nbgrader(course, "autograde", "tiny")
    assert [got(course, student) for student in (ME, "eve", "deep")] == [FULL] * 3
    assert everything_held(course, "link")


def test_what_others_hand_in_under_a_students_name_does_not_replace_their_own(
    course: Course, release: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both folders are owned by this account: so the honest one is ours, and the other student's is not."""
    nbgrader(course, "release_assignment", "tiny")
    inbound = course.root / "exchange" / "forwardpass" / "inbound"
    now = datetime.now(UTC)
    for student, hours, answers in ((ME, 0, RIGHT), (ME, 1, {})):
        folder = inbound / f"{student}+tiny+{now + timedelta(hours=hours):%Y-%m-%d %H:%M:%S.%f} UTC+{hours}"
        folder.mkdir(parents=True)
        for notebook in release:
            nbformat.write(answered(release[notebook], answers), folder / f"{notebook}.ipynb")
        if hours and os.geteuid() == 0:
            os.chown(folder, 12_345, -1)
    nbgrader(course, "collect", "tiny")
    nbgrader(course, "autograde", "tiny")
    assert got(course, ME) == (FULL if os.geteuid() == 0 else dict.fromkeys(FULL, 0))


def test_one_archive_never_costs_another_student(course: Course, release: Releases) -> None:
    """A class whose archives are damaged, bombs, encrypted, or hold somebody else's name."""
    configure(
        course.root, r"c.FileNameCollectorPlugin.named_regexp = r'.*/(?P<student_id>[^/]+)_(?P<file_id>\w+)\.ipynb'"
    )
    archive = course.root / "downloaded" / "tiny" / "archive"
    archive.mkdir(parents=True)
    right = {name: nbformat.writes(answered(release[name], RIGHT)).encode() for name in release}
    for student in ("ada", "zoe"):
        make_zip(archive / f"{student}.zip", {f"{student}_{name}.ipynb": right[name] for name in release})
    for name, content in bad_archives().items():
        (archive / f"{name}.zip").write_bytes(content)
    names = [
        "../../../../outside_one.ipynb",
        "/etc/abs_one.ipynb",
        "-x_one.ipynb",
        "a\nb_one.ipynb",
        "two/bob_one.ipynb",
    ]
    names += ["bob_one.ipynb", "x\u202ey_one.ipynb", "y" * 150 + "_one.ipynb", "ada_timestamp.txt"]
    make_zip(archive / "eve.zip", {name: right["one"] for name in names})
    nbgrader(course, "zip_collect", "tiny")
    shutil.rmtree(course.root / "downloaded")
    assert not list(course.root.parent.glob("**/outside*")) or (course.root / "submitted" / "outside").is_dir()
    nbgrader(course, "autograde", "tiny")
    assert got(course, "ada") == got(course, "zoe") == FULL
    assert everything_held(course, "bob"), "two files claim to be his"
    for name in bad_archives():
        assert everything_held(course, name)
