"""What is generated from source/ is the same every time, and gives no answer away."""

from __future__ import annotations

import shutil
import struct
import zlib
from pathlib import Path

import nbformat
import pytest

from autograder.compose import is_solution, read_notebook
from autograder.nbgrader_bridge.build import (
    BuildError,
    alike,
    build,
    differences,
    known_assignments,
    plain_png,
)
from tests.bridge.tiny import configure, make_course

ANSWERS = ("return 2 * x", "guess = 8", "Because.", "return 3 * x", "SOLUTION")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_course(tmp_path_factory.mktemp("build") / "course").root
    build(root, ["tiny"])
    return root


def text(path: Path) -> str:
    return "\n".join(cell.source for cell in read_notebook(path).cells)


def test_knows_the_assignments(built: Path) -> None:
    assert known_assignments(built) == ["tiny"]


@pytest.mark.parametrize("name", ["one", "two"])
def test_no_answer_is_in_the_release(built: Path, name: str) -> None:
    released = (built / "release" / "tiny" / f"{name}.ipynb").read_text()
    assert [answer for answer in ANSWERS if answer in released] == []
    assert "YOUR CODE HERE" in released


def test_the_solutions_are_the_answers_executed(built: Path) -> None:
    notebook = read_notebook(built / "solutions" / "tiny" / "one.ipynb")
    assert "return 2 * x" in text(built / "solutions" / "tiny" / "one.ipynb")
    outputs = {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
    assert outputs["one-4"][0].text == "visible check 6\n"
    assert outputs["one-7"][0].text == "8\n"


def test_only_solution_cells_differ_between_the_two(built: Path) -> None:
    for name in ("one", "two"):
        release = read_notebook(built / "release" / "tiny" / f"{name}.ipynb")
        solution = read_notebook(built / "solutions" / "tiny" / f"{name}.ipynb")
        assert release.metadata == solution.metadata
        for ours, theirs in zip(release.cells, solution.cells, strict=True):
            assert ours.id == theirs.id and ours.metadata == theirs.metadata
            assert is_solution(ours) or ours.source == theirs.source


def test_a_fresh_build_is_the_same_and_a_change_is_named(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "course")
    root = configure(tmp_path / "course").root
    assert differences(root, ["tiny"]) == []
    path = root / "solutions" / "tiny" / "two.ipynb"
    changed = read_notebook(path)
    changed.cells[0].source += "  # edited"
    nbformat.write(changed, path)
    (root / "release" / "tiny" / "one.ipynb").unlink()
    (root / "release" / "tiny" / "answers.txt").write_text("2 * x")
    assert differences(root, ["tiny"]) == [
        "release/tiny/answers.txt: not in a fresh build", "release/tiny/one.ipynb: missing",
        "solutions/tiny/two.ipynb: cell two-0",
    ]  # fmt: skip


def test_a_slow_cell_runs_in_a_build_and_not_in_a_comparison(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course").root
    path = root / "source" / "tiny" / "one.ipynb"
    notebook = read_notebook(path)
    training = nbformat.v4.new_code_cell("import time\nprint(time.time_ns())", metadata={"tags": ["slow"]}, id="slow")
    notebook.cells.insert(0, training)
    nbformat.write(notebook, path)
    build(root, ["tiny"])
    solution = read_notebook(root / "solutions" / "tiny" / "one.ipynb")
    assert solution.cells[0].outputs[0].text.strip().isdigit()
    assert differences(root, ["tiny"]) == []
    solution.cells[0].source += "  # edited"
    nbformat.write(solution, root / "solutions" / "tiny" / "one.ipynb")
    assert differences(root, ["tiny"]) == ["solutions/tiny/one.ipynb: cell slow"]


def test_a_model_answer_that_fails_stops_the_build(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course").root
    path = root / "source" / "tiny" / "two.ipynb"
    notebook = read_notebook(path)
    notebook.cells[0].source = notebook.cells[0].source.replace("3 * x", "3 / 0")
    nbformat.write(notebook, path)
    with pytest.raises(BuildError, match="tiny/two"):
        build(root, ["tiny"])
    assert not (root / "release").exists()


def test_pictures_lose_all_but_their_pixels() -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    def picture(row: bytes, level: int, *extra: bytes) -> bytes:
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 0, 0, 0, 0))
        return (
            b"\x89PNG\r\n\x1a\n"
            + head
            + b"".join(extra)
            + chunk(b"IDAT", zlib.compress(row, level))
            + chunk(b"IEND", b"")
        )

    dated = picture(b"\0\1\2", 9, chunk(b"tEXt", b"Creation Time\0today"))
    assert plain_png(dated) == picture(b"\0\1\2", 9)
    assert alike(dated, picture(b"\0\1\2", 0))
    assert alike(dated, picture(b"\0\1\3", 0)), "one grey level is what another processor may give"
    assert not alike(dated, picture(b"\0\1\x60", 0))
    with pytest.raises(ValueError, match="not a PNG"):
        plain_png(b"GIF")
