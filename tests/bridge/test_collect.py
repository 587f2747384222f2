"""Collecting copies ordinary files and follows nothing, whatever a student does to their folder."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import warnings
import zipfile
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory

from autograder.course import Course
from autograder.nbgrader_bridge import unzip
from autograder.nbgrader_bridge.collect import SafeCollect, SafeExtractor
from autograder.nbgrader_bridge.unzip import BadArchive, check_zip, plain_path, unpack


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
    assert (tmp_path / "to" / "timestamp.txt").read_text() == "2030-02-01 10:00:00 UTC"


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
    @pytest.fixture
    def extractor(self, course: Course) -> SafeExtractor:
        """An extractor in the course ``tiny``."""
        folders = CourseDirectory(root=str(course.root), assignment_id="tiny")
        app = NbGrader()
        app.coursedir = folders
        return SafeExtractor(parent=app)

    def test_are_unpacked_one_level(self, extractor: SafeExtractor, tmp_path: Path) -> None:
        make_zip(tmp_path / "archive" / "class.zip", {"ada_one.ipynb": b"{}", "../../outside.ipynb": b"{}"})
        (tmp_path / "archive" / "bob_one.ipynb").write_text("{}")
        assert extracted(extractor, tmp_path) == ["bob_one.ipynb", "class/ada_one.ipynb", "class/outside.ipynb"]

    @pytest.mark.parametrize(
        ("name", "where"),
        [
            ("/etc/one.ipynb", "etc/one.ipynb"),
            ("../../one.ipynb", "one.ipynb"),
            ("..\\..\\one.ipynb", "one.ipynb"),
            ("a/./b//one.ipynb", "a/b/one.ipynb"),
            ("-rf.ipynb", "_-rf.ipynb"),
            (".ssh/one.ipynb", "_.ssh/one.ipynb"),
            ("a\nb\u202e\x1b[2J.ipynb", "a_b__[2J.ipynb"),
            ("<img src=x onerror=f()>.ipynb", "_img src=x onerror=f()_.ipynb"),
            ("größe 陈.ipynb", "größe 陈.ipynb"),
            ("x" * 300, None),
            ("../..", None),
            ("/".join("abcdefghijklm"), None),
        ],
    )
    def test_have_plain_names_inside(self, name: str, where: str | None) -> None:
        assert plain_path(name) == (where and PurePosixPath(where))

    def test_that_cannot_be_unpacked_are_held_and_stop_nobody(
        self, extractor: SafeExtractor, tmp_path: Path, course: Course
    ) -> None:
        folder = tmp_path / "archive"
        make_zip(folder / "ada.zip", {"one.ipynb": b"{}"})
        for name, content in bad_archives().items():
            (folder / f"{name}.zip").write_bytes(content)
        found = extracted(extractor, tmp_path)
        assert "ada/one.ipynb" in found
        for name, words in BAD.items():
            notice = json.loads((tmp_path / "extracted" / name / "one.ipynb").read_text())
            assert words in notice["forwardpass_held"], name
            assert f"{name}/{name}_two.ipynb" in found
        assert sum(path.stat().st_size for path in (tmp_path / "extracted").rglob("*")) < 100_000

    def test_links_and_second_copies_inside_are_left_out(self, tmp_path: Path) -> None:
        link = zipfile.ZipInfo("link.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            warnings.simplefilter("ignore", UserWarning)  # of the second member of one name
            archive.writestr(link, "/etc/passwd")
            for content in ("first", "second"):
                archive.writestr("one.ipynb", content)
            archive.writestr("ONE.ipynb", "third")
            archive.writestr("nested.zip", "PK")
        left_out = unpack(tmp_path / "x.zip", tmp_path / "to")
        assert {path.name: path.read_text() for path in (tmp_path / "to").iterdir()} == {
            "one.ipynb": "first", "nested.zip": "PK",
        }  # fmt: skip
        assert [sentence.split(" is ")[1] for sentence in left_out] == [
            "a link or a device",
            *["there more than once"] * 2,
        ]

    def test_with_too_many_files_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(unzip, "MAX_MEMBERS", 3)
        make_zip(tmp_path / "many.zip", {str(number): b"" for number in range(4)})
        with pytest.raises(BadArchive, match="4 files"):
            check_zip(tmp_path / "many.zip")

    def test_with_an_endless_table_of_contents_are_refused_before_it_is_read(self, tmp_path: Path) -> None:
        make_zip(tmp_path / "x.zip", {"a": b""})
        content = bytearray((tmp_path / "x.zip").read_bytes())
        content[-10:-6] = (2**31).to_bytes(4, "little")
        (tmp_path / "x.zip").write_bytes(content)
        with pytest.raises(BadArchive, match="far too many"):
            check_zip(tmp_path / "x.zip")

    @settings(max_examples=200)
    @given(st.data())
    def test_with_any_byte_changed_are_unpacked_or_refused(self, tmp_path: Path, data: st.DataObject) -> None:
        make_zip(tmp_path / "x.zip", {"one.ipynb": b"{}" * 50, "b/two.ipynb": b"x"})
        content = bytearray((tmp_path / "x.zip").read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        (tmp_path / "x.zip").write_bytes(content)
        shutil.rmtree(tmp_path / "to", ignore_errors=True)
        with suppress(BadArchive):
            unpack(tmp_path / "x.zip", tmp_path / "to")
        outside = {path.name for path in tmp_path.iterdir()} - {"x.zip", "to", "course"}
        assert outside == set()


BAD = {
    "text": "damaged or no zip archive", "empty": "damaged or no zip archive", "cut": "damaged or no zip archive",
    "rotten": "is damaged", "bomb": "would unpack to", "lzma": "unusual way", "locked": "is encrypted",
    "both": "a file and a folder",
}  # fmt: skip


def bad_archives() -> dict[str, bytes]:
    """Archives by what is wrong with them, as ``BAD`` says it."""
    ordinary = zip_bytes({"one.ipynb": b"{}" * 500})
    rotten, locked = bytearray(ordinary), bytearray(ordinary)
    rotten[40:60] = bytes(20)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1
    return {
        "text": b"not a zip",
        "empty": b"",
        "cut": ordinary[:-10],
        "rotten": bytes(rotten),
        "bomb": zip_bytes({"zeros": bytes(30 * 2**20)}),
        "lzma": zip_bytes({"one.ipynb": b"{}"}, zipfile.ZIP_LZMA),
        "locked": bytes(locked),
        "both": zip_bytes({"a": b"", "a/one.ipynb": b"{}"}),
    }


def zip_bytes(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive in memory."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def make_zip(path: Path, members: dict[str, bytes]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zip_bytes(members))


def extracted(extractor: SafeExtractor, folder: Path) -> list[str]:
    """What comes out of ``archive/``, and nothing beside it."""
    before = {path for path in folder.rglob("*") if "extracted" not in path.parts}
    extractor.extract(str(folder / "archive"), str(folder / "extracted"))
    assert {path for path in folder.rglob("*") if "extracted" not in path.parts} == before
    target = folder / "extracted"
    return sorted(str(path.relative_to(target)) for path in target.rglob("*") if path.is_file())
