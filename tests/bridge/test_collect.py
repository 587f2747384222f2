"""Collecting copies ordinary files and follows nothing, whatever a student does to their folder."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from nbgrader.coursedir import CourseDirectory

from autograder.course import Course
from autograder.nbgrader_bridge import collect
from autograder.nbgrader_bridge.collect import SafeCollect, SafeExtractor, check_zip


@pytest.fixture
def collector() -> Any:
    """A collector that only copies."""
    folders = CourseDirectory(root="/nowhere", assignment_id="tiny", ignore=["*.pyc"], max_file_size=100)
    return SafeCollect(coursedir=folders)


def test_files_and_folders_are_copied(collector: Any, tmp_path: Path) -> None:
    source = tmp_path / "from"
    (source / "data").mkdir(parents=True)
    (source / "lstm.ipynb").write_text("{}")
    (source / "data" / "x.csv").write_text("1")
    (source / "old.pyc").write_text("")
    collector.do_copy(str(source), str(tmp_path / "to"))
    assert sorted(str(p.relative_to(tmp_path / "to")) for p in (tmp_path / "to").rglob("*") if p.is_file()) == [
        "data/x.csv", "lstm.ipynb", "timestamp.txt",
    ]  # fmt: skip


def test_the_date_is_the_exchange_s_and_not_the_student_s(collector: Any, tmp_path: Path) -> None:
    source = tmp_path / "ada+tiny+2030-02-01 10:00:00.000000 UTC+random"
    source.mkdir()
    (source / "lstm.ipynb").write_text("{}")
    (source / "timestamp.txt").write_text("2030-01-01 10:00:00.000000 UTC")
    collector.do_copy(str(source), str(tmp_path / "to"))
    assert (tmp_path / "to" / "timestamp.txt").read_text() == "2030-02-01 10:00:00.000000 UTC"


def test_a_student_without_a_notebook_is_still_seen(collector: Any, course: Course, tmp_path: Path) -> None:
    collector.coursedir.root = str(course.root)
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "one.ipynb.txt").write_text("{}")
    collector.do_copy(str(tmp_path / "from"), str(tmp_path / "to"))
    assert sorted(path.name for path in (tmp_path / "to").glob("*.ipynb")) == ["one.ipynb", "two.ipynb"]


def test_a_submission_that_is_a_link_is_not_entered(collector: Any, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "lstm.ipynb").write_text("another's work")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    collector.do_copy(str(tmp_path / "link"), str(tmp_path / "to"))
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["timestamp.txt"]


def test_links_and_pipes_are_left_out(collector: Any, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "gradebook.db").write_text("all grades")
    source = tmp_path / "from"
    source.mkdir()
    (source / "lstm.ipynb").symlink_to(secret / "gradebook.db")
    (source / "folder").symlink_to(secret)
    os.mkfifo(source / "pipe")
    collector.do_copy(str(source), str(tmp_path / "to"))
    copied = [path for path in (tmp_path / "to").rglob("*") if path.is_file()]
    assert sorted(path.name for path in copied) == ["lstm.ipynb", "timestamp.txt"]
    assert "link or a device" in (tmp_path / "to" / "lstm.ipynb").read_text()
    assert [path for path in copied if "all grades" in path.read_text()] == []


def test_a_file_that_is_too_large_is_left_out_and_the_rest_is_collected(collector: Any, tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "big.bin").write_bytes(b"x" * 100_001)
    (tmp_path / "from" / "big.ipynb").write_bytes(b"x" * 100_001)
    (tmp_path / "from" / "small.ipynb").write_text("{}")
    collector.do_copy(str(tmp_path / "from"), str(tmp_path / "to"))
    copied = {path.name: path for path in (tmp_path / "to").iterdir()}
    assert sorted(copied) == ["big.ipynb", "small.ipynb", "timestamp.txt"]
    assert "too large to collect" in copied["big.ipynb"].read_text()


class TestArchives:
    def test_are_unpacked_one_level(self, tmp_path: Path) -> None:
        (tmp_path / "archive").mkdir()
        with zipfile.ZipFile(tmp_path / "archive" / "class.zip", "w") as archive:
            archive.writestr("ada_one.ipynb", "{}")
            archive.writestr("../../outside.ipynb", "{}")
        (tmp_path / "archive" / "bob_one.ipynb").write_text("{}")
        SafeExtractor().extract(str(tmp_path / "archive"), str(tmp_path / "extracted"))
        found = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.ipynb"))
        assert found == [
            "archive/bob_one.ipynb", "extracted/bob_one.ipynb", "extracted/class/ada_one.ipynb",
            "extracted/class/outside.ipynb",
        ]  # fmt: skip

    def test_that_unpack_to_far_more_are_refused_before_anything_is_written(self, tmp_path: Path) -> None:
        (tmp_path / "archive").mkdir()
        with zipfile.ZipFile(tmp_path / "archive" / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("zeros", bytes(30 * 2**20))
        with pytest.raises(RuntimeError, match="would unpack to"):
            SafeExtractor().extract(str(tmp_path / "archive"), str(tmp_path / "extracted"))
        assert not (tmp_path / "extracted").exists()

    def test_with_too_many_files_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(collect, "MAX_ZIP_FILES", 3)
        with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
            for number in range(4):
                archive.writestr(f"{number}", "")
        with pytest.raises(RuntimeError, match="4 files"):
            check_zip(tmp_path / "many.zip")

    def test_that_are_damaged_are_refused(self, tmp_path: Path) -> None:
        (tmp_path / "x.zip").write_text("not a zip")
        with pytest.raises(RuntimeError, match="not a zip archive"):
            check_zip(tmp_path / "x.zip")
