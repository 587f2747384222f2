"""Collecting copies ordinary files and follows nothing, whatever a student does to their folder."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from nbgrader.coursedir import CourseDirectory

from autograder.nbgrader_bridge import collect
from autograder.nbgrader_bridge.collect import SafeCollect, SafeExtractor, check_zip


@pytest.fixture
def collector() -> Any:
    """A collector that only copies."""
    folders = CourseDirectory(ignore=["*.pyc"], max_file_size=100, max_dir_size=1_000)
    return SafeCollect(coursedir=folders)


def test_files_and_folders_are_copied(collector: Any, tmp_path: Path) -> None:
    source = tmp_path / "from"
    (source / "data").mkdir(parents=True)
    (source / "lstm.ipynb").write_text("{}")
    (source / "data" / "x.csv").write_text("1")
    (source / "old.pyc").write_text("")
    collector.do_copy(str(source), str(tmp_path / "to"))
    assert sorted(str(p.relative_to(tmp_path / "to")) for p in (tmp_path / "to").rglob("*") if p.is_file()) == [
        "data/x.csv", "lstm.ipynb",
    ]  # fmt: skip


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
    assert [path.name for path in copied] == ["lstm.ipynb"]
    assert "link or a device" in copied[0].read_text() and "all grades" not in copied[0].read_text()


def test_a_file_that_is_too_large_is_refused(collector: Any, tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "big.bin").write_bytes(b"x" * 100_001)
    with pytest.raises(RuntimeError, match="too large"):
        collector.do_copy(str(tmp_path / "from"), str(tmp_path / "to"))


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
