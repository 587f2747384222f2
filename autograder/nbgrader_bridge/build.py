"""Make ``release/`` and ``solutions/`` from ``source/``, so that the same sources always give the same files.

``release/`` comes from nbgrader's own GenerateAssignment, without its gradebook. ``solutions/`` is the release with the
model answers filled in, run in the normal kernel. What differs from run to run (times, addresses, picture metadata) is
taken out, so that a test can compare a fresh build with what is committed.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from importlib import import_module
from io import BytesIO
from itertools import groupby
from pathlib import Path

import nbformat
import numpy as np
from matplotlib.image import imread
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbgrader.apps import GenerateAssignmentApp
from nbgrader.converters import GenerateAssignment
from nbgrader.utils import capture_log, temp_attrs

import forwardpass
from autograder import exercises, references, rubrics
from autograder.compose import model_answers, read_notebook
from autograder.course import Course
from autograder.nbgrader_bridge.probes import stale_probes, write_probes

PROBES = Path(next(iter(forwardpass.__path__)), "probes")
CELL_SECONDS = 300
SLOW = "slow"  # the tag of cells that train for minutes: a build runs them, a comparison takes what they gave then
# One thread order and no start-up messages: TensorFlow's last digits and its log differ from machine to machine.
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0", "CUDA_VISIBLE_DEVICES": "-1", "MPLBACKEND": ""}
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b")
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"pHYs"}


class BuildError(Exception):
    """A source notebook cannot be released or its model answers do not run. The message says which and why."""


def known_assignments(root: Path) -> list[str]:
    """Name the assignments under ``source/``."""
    return sorted({path.parent.name for path in (root / "source").glob("*/*.ipynb")})


def build(root: Path, names: Iterable[str]) -> None:
    """Write ``release/<name>`` and ``solutions/<name>``, replacing what is there. Raises ``BuildError``.

    In the project's own folder the public probes come first, since the model answers are checked with them.
    """
    for name in names:
        if owns_probes(root):
            _probe(PROBES, root, name)
        with tempfile.TemporaryDirectory() as fresh:
            build_into(Path(fresh), root, name)
            for kind in ("release", "solutions"):
                target = root / kind / name
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(Path(fresh, kind, name), target)


def differences(root: Path, names: Iterable[str]) -> list[str]:
    """Compare what is there with a fresh build, one line per difference. Pictures are compared by what they show."""
    found: list[str] = []
    for name in names:
        with tempfile.TemporaryDirectory() as fresh:
            if owns_probes(root):
                shutil.copytree(PROBES, Path(fresh, "probes"))
                _probe(Path(fresh, "probes"), root, name)
                found += [f"forwardpass/probes: {line}" for line in stale_probes(PROBES, Path(fresh, "probes"))]
            build_into(Path(fresh), root, name, given=root / "solutions" / name)
            for kind in ("release", "solutions"):
                found += _compare(Path(kind, name), root, Path(fresh))
    return found


def build_into(target: Path, root: Path, name: str, given: Path | None = None) -> None:
    """Build one assignment of the course ``root`` into another folder. Raises ``BuildError``.

    With ``given``, a folder of solutions, slow cells are not run: they show what the same cells show there.
    """
    root, target = root.resolve(), target.resolve()
    _generate(root, name, target / "release")
    release, solutions = target / "release" / name, target / "solutions" / name
    _insist_on_rubrics(root, name)
    if found := rubrics.released(target, name):
        raise BuildError(f"{found[0]} would be released: a rubric is for the people who grade")
    shutil.copytree(release, solutions)
    for path in sorted(release.glob("*.ipynb")):
        answered = model_answers(read_notebook(root / "source" / name / path.name), read_notebook(path))
        shown = None if given is None else _shown_by_slow_cells(given / path.name)
        _execute(answered, f"{name}/{path.name}", solutions, shown)
        nbformat.write(answered, solutions / path.name)


def owns_probes(root: Path) -> bool:
    """Whether ``root`` is the project itself, where ``forwardpass`` and its public probes are kept."""
    return root.resolve() == PROBES.resolve().parents[1]


def _probe(folder: Path, root: Path, name: str) -> None:
    references.set_cache(Course(root).cache)
    mistakes = import_module(f"autograder.misconceptions.{name}").MISTAKES
    write_probes(folder, name, exercises.of_assignment(name), references.expected, mistakes)


def _generate(root: Path, name: str, release: Path) -> None:
    app = GenerateAssignmentApp()
    app.initialize([], root=str(root))
    app.config.SaveCells.enabled = False
    app.config.GenerateAssignment.no_database = True
    for handler in list(app.log.handlers):
        app.log.removeHandler(handler)
    app.log.propagate = False
    ignore = [*app.coursedir.ignore, rubrics.PATTERN]  # whatever the course's configuration says
    with temp_attrs(app.coursedir, assignment_id=name, release_directory=str(release), ignore=ignore):
        run = capture_log(GenerateAssignment(coursedir=app.coursedir, parent=app))
    if not run["success"]:
        raise BuildError(f"{name} cannot be released:\n{run.get('log') or run['error']}")


def _shown_by_slow_cells(solution: Path) -> dict[tuple[str, str], list[NotebookNode]]:
    """What the slow cells of a solution show, by their id and source; nothing where there is no such solution."""
    cells = read_notebook(solution).cells if solution.exists() else []
    return {(cell.id, cell.source): cell.outputs for cell in cells if SLOW in cell.metadata.get("tags", ())}


def _insist_on_rubrics(root: Path, name: str) -> None:
    """Raise ``BuildError`` where rubrics and notebooks do not fit each other."""
    by_hand: dict[str, float] = {}
    for path in sorted((root / "source" / name).glob("*.ipynb")):
        for cell in read_notebook(path).cells:
            roles = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "markdown" and roles.get("grade") and roles.get("solution"):
                by_hand[roles["grade_id"]] = float(roles["points"])
    try:
        wrong = rubrics.points_differ(rubrics.load(root, name), by_hand)
    except rubrics.RubricError as error:
        raise BuildError(str(error)) from error
    if wrong:
        raise BuildError(f"source/{name}: {'; '.join(wrong)}")


def _execute(
    notebook: NotebookNode, title: str, folder: Path, shown: dict[tuple[str, str], list[NotebookNode]] | None = None
) -> None:
    """Run a notebook in place, in a copy of its folder. Any error is the author's to mend.

    ``shown``: what slow cells show, which are then not run.
    """
    kept = notebook.metadata.copy()
    with tempfile.TemporaryDirectory() as work:
        shutil.copytree(folder, work, dirs_exist_ok=True)
        client = NotebookClient(
            notebook,
            timeout=CELL_SECONDS,
            iopub_timeout=CELL_SECONDS,
            kernel_name="python3",
            record_timing=False,
            skip_cells_with_tag="" if shown is None else SLOW,
            resources={"metadata": {"path": work}},
        )
        try:
            client.execute(env={**os.environ, **QUIET}, stderr=subprocess.DEVNULL)
        except Exception as error:
            raise BuildError(f"the model answers of {title} do not run: {error}") from error
    notebook.metadata = kept
    if shown is not None:
        run = (cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip())
        for number, cell in enumerate(run, 1):
            cell.execution_count = number  # as if none had been left out
            if SLOW in cell.metadata.get("tags", ()):
                cell.outputs = shown.get((cell.id, cell.source), [])
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
            cell.outputs = list(_settled(cell.outputs))
            failed = [output for output in cell.outputs if output.output_type == "error"]
            if failed:
                raise BuildError(f"the model answers of {title} fail in cell {cell.id}: {failed[0].evalue}")


def _settled(outputs: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
    """Take out what changes from run to run: warnings, addresses, and where a stream happened to be cut."""
    shown = [output for output in outputs if output.get("name") != "stderr"]
    for kind, group in groupby(shown, key=lambda output: output.output_type):
        if kind == "stream":
            text = "".join(output.text for output in group)
            yield nbformat.v4.new_output("stream", name="stdout", text=_ADDRESS.sub("0x...", text))
            continue
        for output in group:
            _settle_bundle(output.get("data", {}))
            yield output


def _settle_bundle(data: NotebookNode) -> None:
    for mime, value in list(data.items()):
        if mime == "image/png":
            data[mime] = base64.b64encode(plain_png(base64.b64decode(value))).decode("ascii")
        elif isinstance(value, str) and mime.startswith("text/"):
            data[mime] = _ADDRESS.sub("0x...", value)


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Walk through a PNG: type and content of each chunk. Raises ``ValueError`` for anything else."""
    if not data.startswith(_PNG):
        raise ValueError("not a PNG")
    position = len(_PNG)
    while position < len(data):
        (length,) = struct.unpack_from(">I", data, position)
        yield data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        position += 12 + length


def plain_png(data: bytes) -> bytes:
    """Drop everything from a PNG but its pixels: no program name, no date."""
    made = [_PNG]
    for kind, content in png_chunks(data):
        if kind in _PNG_KEPT:
            made.append(
                struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
            )
    return b"".join(made)


def alike(one: bytes, other: bytes) -> bool:
    """Whether two PNGs show the same: another processor's last digits may move an edge here and there.

    The same size, and at most 1 in 200 values further apart than a tenth of the range from black to white.
    """
    a, b = (imread(BytesIO(data)) for data in (one, other))
    return a.shape == b.shape and float(np.mean(np.abs(a - b) > 0.1)) <= 1 / 200


def _compare(folder: Path, root: Path, fresh: Path) -> Iterator[str]:
    there = {path.name for path in (root / folder).glob("*") if path.is_file()}
    made = {path.name for path in (fresh / folder).glob("*") if path.is_file()}
    for name in sorted(there | made):
        where = folder / name
        if name not in there or name not in made:
            yield f"{where}: {'missing' if name in made else 'not in a fresh build'}"
        elif name.endswith(".ipynb"):
            yield from _compare_notebooks(where, read_notebook(root / where), read_notebook(fresh / where))
        elif (root / where).read_bytes() != (fresh / where).read_bytes():
            yield f"{where}: differs"


def _compare_notebooks(where: Path, there: NotebookNode, made: NotebookNode) -> Iterator[str]:
    if there.metadata != made.metadata or len(there.cells) != len(made.cells):
        yield f"{where}: metadata or number of cells"
        return
    for old, new in zip(there.cells, made.cells, strict=True):
        before, after = _take_pictures(old), _take_pictures(new)
        if old != new or not all(map(alike, before, after)):
            yield f"{where}: cell {new.get('id', '?')}"


def _take_pictures(cell: NotebookNode) -> list[bytes]:
    """Take the pictures out of a cell, so that the rest can be compared as it is."""
    shown = [output.data for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
    pictures = [base64.b64decode(data["image/png"]) for data in shown]
    for data in shown:
        data["image/png"] = "a picture"
    return pictures
