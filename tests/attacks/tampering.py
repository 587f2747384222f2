"""What is done to a submission's file besides writing cells: to the notebook, to its bytes, or to its folder."""

from __future__ import annotations

import io
import json
import os
import pickle
import shutil
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode

NOTEBOOK: dict[str, Callable[..., NotebookNode]] = {}
DATA: dict[str, Callable[..., bytes]] = {}
FOLDER: dict[str, Callable[..., None]] = {}


class Missing(ValueError):
    """What was to be changed is not there."""


def on(table: dict) -> Callable:
    """Enter a function into one of the tables under its own name."""

    def enter(function: Callable) -> Callable:
        table[function.__name__] = function
        return function

    return enter


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The cell of this grade_id."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


@on(NOTEBOOK)
def tag(notebook: NotebookNode, grade_id: str, name: str) -> NotebookNode:
    """Add a tag, such as skip-execution, to a cell; ``*`` means every locked cell."""
    for one in notebook.cells:
        known = one.metadata.get("nbgrader", {})
        if known.get("grade_id") == grade_id or (grade_id == "*" and known.get("grade")):
            one.metadata["tags"] = [*one.metadata.get("tags", []), name]
    return notebook


@on(NOTEBOOK)
def delete(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """Delete a cell."""
    notebook.cells.remove(cell(notebook, grade_id))
    return notebook


@on(NOTEBOOK)
def duplicate(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """Paste a second copy behind a cell, with its metadata."""
    index = notebook.cells.index(cell(notebook, grade_id))
    copy = NotebookNode({**notebook.cells[index], "id": f"pasted-{len(notebook.cells)}"})
    notebook.cells.insert(index + 1, copy)
    return notebook


@on(NOTEBOOK)
def mark(notebook: NotebookNode, grade_id: str, key: str, value: str) -> NotebookNode:
    """Change a field of nbgrader's metadata; the value is JSON."""
    cell(notebook, grade_id).metadata.nbgrader[key] = json.loads(value)
    return notebook


@on(NOTEBOOK)
def rewrite(notebook: NotebookNode, grade_id: str, source: str) -> NotebookNode:
    """Write another source into a cell that the instructor locked."""
    cell(notebook, grade_id).source = source.replace("\\n", "\n")
    return notebook


@on(DATA)
def truncate(data: bytes, share: str) -> bytes:
    """Cut the file off after a share of its bytes."""
    return data[: int(len(data) * float(share))]


@on(FOLDER)
def rename(path: Path, name: str) -> None:
    """Call the notebook something else."""
    os.replace(path, path.with_name(name))


@on(FOLDER)
def link(path: Path, target: str) -> None:
    """Hand in a symbolic link in the notebook's place."""
    path.unlink()
    path.symlink_to(target)


@on(FOLDER)
def beside(path: Path, name: str, text: str) -> None:
    """Hand in another file next to the notebook."""
    path.with_name(name).write_text(text.replace("\\n", "\n"))


@on(NOTEBOOK)
def strip(notebook: NotebookNode, *keys: str) -> NotebookNode:
    """Remove these keys of every cell's metadata; ``*`` means all of it."""
    for one in notebook.cells:
        for key in list(one.metadata) if "*" in keys else [key for key in keys if key in one.metadata]:
            del one.metadata[key]
    return notebook


@on(NOTEBOOK)
def retype(notebook: NotebookNode, grade_id: str, cell_type: str) -> NotebookNode:
    """Change the type of a cell, as a slip on the keyboard does."""
    one = cell(notebook, grade_id)
    one.cell_type = cell_type
    for key in ("outputs", "execution_count"):
        one.pop(key, None)
    return notebook


@on(NOTEBOOK)
def move(notebook: NotebookNode, grade_id: str, index: str) -> NotebookNode:
    """Drag a cell to another place."""
    one = cell(notebook, grade_id)
    notebook.cells.remove(one)
    notebook.cells.insert(int(index) if int(index) >= 0 else len(notebook.cells), one)
    return notebook


@on(NOTEBOOK)
def describe(notebook: NotebookNode, text: str) -> NotebookNode:
    """Add to the notebook's own metadata; the text is JSON."""
    notebook.metadata.update(json.loads(text))
    return notebook


@on(NOTEBOOK)
def describe_cells(notebook: NotebookNode, text: str) -> NotebookNode:
    """Add to the metadata of every cell; the text is JSON."""
    for one in notebook.cells:
        one.metadata.update(json.loads(text))
    return notebook


@on(NOTEBOOK)
def show(notebook: NotebookNode, grade_id: str, mime: str, text: str, times: str = "1") -> NotebookNode:
    """Save an output with a cell, as if running it had shown that; ``times`` repeats the text."""
    data = {mime: text * int(times)}
    cell(notebook, grade_id).outputs.append(
        NotebookNode(output_type="display_data", data=NotebookNode(data), metadata=NotebookNode())
    )
    return notebook


@on(NOTEBOOK)
def attach(notebook: NotebookNode, grade_id: str, name: str, mime: str, data: str) -> NotebookNode:
    """Paste a file into a text cell."""
    cell(notebook, grade_id).attachments = {name: {mime: data}}
    return notebook


@on(DATA)
def grow(data: bytes, count: str, text: str, times: str = "1", kind: str = "code") -> bytes:
    """Add cells, each with ``text`` repeated. On the file, for nbformat would take minutes to check them."""
    notebook = json.loads(data)
    made = {"cell_type": kind, "metadata": {}, "source": text * int(times)}
    made |= {"outputs": [], "execution_count": None} if kind == "code" else {}
    first = len(notebook["cells"])
    notebook["cells"] += [{**made, "id": f"grown-{number}"} for number in range(first, first + int(count))]
    return json.dumps(notebook).encode()


@on(DATA)
def downgrade(data: bytes, version: str) -> bytes:
    """Write the notebook as an older program does: ``4.0`` has no cell ids, ``3`` has work sheets."""
    notebook = json.loads(data)
    for one in notebook["cells"]:
        del one["id"]
    notebook["nbformat_minor"] = 0
    if version == "3":
        for one in notebook["cells"]:
            one.update({"input": one.pop("source"), "language": "python"} if one["cell_type"] == "code" else {})
        notebook |= {"nbformat": 3, "worksheets": [{"cells": notebook.pop("cells"), "metadata": {}}]}
    return json.dumps(notebook).encode()


@on(DATA)
def version(data: bytes, major: str, minor: str) -> bytes:
    """Claim another version of the notebook format."""
    return json.dumps({**json.loads(data), "nbformat": int(major), "nbformat_minor": int(minor)}).encode()


@on(DATA)
def encode(data: bytes, encoding: str, mark: str = "") -> bytes:
    """Save in another encoding; ``mark`` is hexadecimal and goes in front."""
    return bytes.fromhex(mark) + data.decode("utf-8").encode(encoding, "replace")


@on(DATA)
def replace(data: bytes, old: str, new: str) -> bytes:
    """Replace text in the file; raises ``ValueError`` where there is none. Escapes such as NUL may be written."""
    wanted = old.encode()
    if wanted not in data:
        raise Missing(f"{old!r} is not in the notebook")
    return data.replace(wanted, new.encode("latin-1").decode("unicode_escape").encode("utf-8", "surrogatepass"))


@on(DATA)
def content(data: bytes, text: str, times: str = "1") -> bytes:
    """Hand in something else entirely: ``text``, repeated."""
    return text.replace("\\n", "\n").encode() * int(times)


@on(DATA)
def archive(data: bytes, *names: str) -> bytes:
    """Hand in a zip archive with the notebook under these names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, data)
    return buffer.getvalue()


@on(DATA)
def nest(data: bytes, depth: str) -> bytes:
    """Put a list into the notebook's metadata that is nested ``depth`` deep."""
    deep = b"[" * int(depth) + b"]" * int(depth)
    return data.replace(b'"nbformat":', b'"deep": ' + deep + b',\n "nbformat":', 1)


@on(DATA)
def crlf(data: bytes) -> bytes:
    """Save with the line ends of Windows, in the file and in its cells."""
    return data.replace(b"\\n", b"\\r\\n").replace(b"\n", b"\r\n")


@on(FOLDER)
def instead(path: Path, kind: str, target: str = "") -> None:
    """Put a ``fifo``, ``socket``, ``folder`` or ``hardlink`` in the notebook's place."""
    path.unlink()
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        here = os.open(path.parent, os.O_RDONLY)  # an address has at most 108 bytes
        try:
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(f"/proc/self/fd/{here}/{path.name}")
        finally:
            os.close(here)
    elif kind == "folder":
        path.mkdir()
        (path / "dense.ipynb").write_text("{}")
    else:
        os.link(path.parent / target, path)


@on(FOLDER)
def link_beside(path: Path, name: str, target: str) -> None:
    """Hand in a symbolic link next to the notebook; ``name`` may lie in a folder."""
    place = path.with_name(name) if "/" not in name else path.parent / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)


@on(FOLDER)
def link_folder(path: Path, target: str) -> None:
    """Hand in a symbolic link in place of the whole folder."""
    shutil.rmtree(path.parent)
    path.parent.symlink_to(target)


@on(FOLDER)
def copy(path: Path, name: str) -> None:
    """Leave a second copy of the notebook, in a folder where ``name`` says so."""
    place = path.parent / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(path.read_bytes())


@on(FOLDER)
def without(path: Path) -> None:
    """Leave the notebook itself out."""
    path.unlink()


@on(FOLDER)
def odd_name(path: Path, name: str, text: str = "odd") -> None:
    """Hand in another file whose name has Python's escapes, ``xff`` bytes included; ``...`` fills it up to 255."""
    raw = name.encode("latin-1", "backslashreplace").decode("unicode_escape")
    data = b"\xff\xfe" if raw == "bytes" else os.fsencode(raw)
    front, dots, back = data.partition(b"...")
    name_bytes = front + b"n" * (255 - len(front) - len(back)) + back if dots else data
    with open(os.path.join(os.fsencode(path.parent), name_bytes), "w") as file:
        file.write(text)


@on(FOLDER)
def crowd(path: Path, count: str, folder: str = "data") -> None:
    """Hand in many small files in a folder beside the notebook."""
    (path.parent / folder).mkdir()
    for number in range(int(count)):
        (path.parent / folder / f"{number}").touch()


@on(FOLDER)
def payload(path: Path, name: str, canary: str) -> None:
    """Leave a pickle that writes a file when somebody loads it."""

    class Bomb:
        def __reduce__(self) -> tuple:
            return Path.touch, (path.parents[3] / canary,)

    path.with_name(name).write_bytes(pickle.dumps(Bomb()))


@on(NOTEBOOK)
def move_before(notebook: NotebookNode, grade_id: str, other: str) -> NotebookNode:
    """Move a cell to the place in front of another one."""
    one = cell(notebook, grade_id)
    notebook.cells.remove(one)
    notebook.cells.insert(notebook.cells.index(cell(notebook, other)), one)
    return notebook


@on(NOTEBOOK)
def tests_first(notebook: NotebookNode) -> NotebookNode:
    """Move all locked graded cells to the front."""
    notebook.cells.sort(key=lambda one: not one.metadata.get("nbgrader", {}).get("points") or one.cell_type != "code")
    return notebook


@on(NOTEBOOK)
def keep_solutions(notebook: NotebookNode) -> NotebookNode:
    """Leave out every cell that the instructor locked."""
    notebook.cells = [one for one in notebook.cells if not one.metadata.get("nbgrader", {}).get("locked")]
    return notebook


@on(NOTEBOOK)
def swap(notebook: NotebookNode, one: str, other: str) -> NotebookNode:
    """Swap the grade_ids of two cells."""
    first, second = cell(notebook, one), cell(notebook, other)
    first.metadata.nbgrader.grade_id, second.metadata.nbgrader.grade_id = other, one
    return notebook


@on(NOTEBOOK)
def claim(notebook: NotebookNode, grade_id: str, points: str) -> NotebookNode:
    """Turn the last cell, of the student's own, into one that claims to be graded."""
    notebook.cells[-1].metadata["nbgrader"] = {
        **{"grade": True, "solution": False, "task": False, "locked": True, "schema_version": 3},
        **{"cell_type": "code", "grade_id": grade_id, "points": float(points)},
    }
    return notebook


@on(FOLDER)
def beneath(path: Path, name: str, text: str) -> None:
    """Hand in another file in a folder below the notebook's."""
    target = path.parent / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text.replace("\\n", "\n"))


@on(FOLDER)
def zip_bomb(path: Path, name: str, megabytes: str, times: str = "1") -> None:
    """Leave an archive of zeros, packed ``times`` over, with a member that climbs out of its folder."""
    data = b""
    for level in range(int(times)):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("../" * 9 + "tmp/climbed.zip", data or bytes(int(megabytes) * 2**20))
            file.writestr(f"level-{level}.zip", data)
        data = buffer.getvalue()
    path.with_name(name).write_bytes(data)


@on(DATA)
def zeros(data: bytes, count: str) -> bytes:
    """Write NUL bytes behind the end."""
    return data + bytes(int(count))


@on(DATA)
def released(data: bytes, assignment: str) -> bytes:
    """Hand in the released notebook of another assignment."""
    return (Path(__file__).resolve().parents[2] / "release" / assignment / f"{assignment}.ipynb").read_bytes()
