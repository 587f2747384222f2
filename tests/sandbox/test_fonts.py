"""The kept list of fonts: matplotlib's own, made once, and believed only where nobody else could have written it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import Cell, Sandbox, fonts

LOOK = "import matplotlib.font_manager as fm; print(len(fm.fontManager.ttflist), fm.findfont('DejaVu Sans'))"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fonts.font_list.cache_clear()
    yield fonts.folder()
    fonts.font_list.cache_clear()


def looked() -> list[str]:
    with Sandbox("numpy") as sandbox, sandbox.open() as room:
        (run,) = room.run([Cell("look", LOOK)])
    assert run.fault is None
    return str(run.outputs[0]["text"]).split()


def test_it_is_made_once_and_a_room_sees_the_fonts_in_it(kept: Path) -> None:
    ((name, text),) = fonts.font_list().items()
    first = (kept / name).stat()
    fonts.font_list.cache_clear()
    assert fonts.font_list() == {name: text} and (kept / name).stat().st_mtime_ns == first.st_mtime_ns
    assert [path.name for path in kept.iterdir()] == [name] and first.st_mode & 0o777 == 0o600
    count, path = looked()
    assert int(count) == len(json.loads(text)["ttflist"]) > 10 and path.endswith("DejaVuSans.ttf")


@pytest.mark.parametrize("spoilt", ["writable folder", "link", "pipe", "writable file"])
def test_what_somebody_else_could_have_written_is_not_read(kept: Path, spoilt: str) -> None:
    ((name, text),) = fonts.font_list().items()
    path = kept / name
    if spoilt == "writable folder":
        kept.chmod(0o777)
    elif spoilt == "writable file":
        path.chmod(0o666)
    else:
        path.unlink()
        if spoilt == "pipe":
            os.mkfifo(path, 0o600)
        else:
            (kept.parent / "elsewhere").write_text(text)
            path.symlink_to(kept.parent / "elsewhere")
    fonts.font_list.cache_clear()
    assert fonts.font_list() == {}
    assert int(looked()[0]) > 10  # the room makes its own


def test_without_a_place_to_keep_it_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/proc/no-such-home")
    fonts.font_list.cache_clear()
    try:
        assert fonts.font_list() == {} and not Path("relative").exists()
    finally:
        fonts.font_list.cache_clear()
