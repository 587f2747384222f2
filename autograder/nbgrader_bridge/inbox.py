"""The folder that a student handed in: which file is which notebook, and which must not be touched.

nbgrader copies what it finds, links and all, skips a notebook that was renamed by the browser, and gives a silent zero
for one that is missing. ``tidy`` runs before it and leaves a folder with which none of that can happen.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder import durable
from autograder.bounded import MAX_BYTES
from autograder.course import Course
from autograder.nbgrader_bridge.names import check_student, mend_date
from autograder.nbgrader_bridge.sanitise import clean_text
from autograder.submission import InvalidSubmission, Submission, read, recognise
from autograder.terminal import shown

HELD = "forwardpass_held"
MAX_ENTRIES = 2_000
RECENT = 16  # submissions that are at hand still when, graded meanwhile, they are recorded
MAX_SPARE = 20  # renamed notebooks that are looked into

_recent: dict[tuple[bytes, str, str], tuple[NotebookNode, Submission]] = {}


class InboxError(Exception):
    """The folder cannot be made safe, for instance because it may not be written to. Nothing in it is graded."""


def submitted(course: Course, assignment: str, student: str) -> Path:
    """Where nbgrader collects a student's files."""
    return course.root / "submitted" / student / assignment


def releases(course: Course, assignment: str) -> dict[str, NotebookNode]:
    """Read the released notebooks of an assignment: for reading only, they are kept until a file changes.

    Raises ``LookupError`` when there are none.
    """
    folder = course.release(assignment, "").parent
    found = {path.stem: _read(path, *_state(path)) for path in sorted(folder.glob("*.ipynb"))}
    if not found:
        raise LookupError(f"{folder} holds no notebook: run `nbgrader generate_assignment {assignment}` first")
    return found


def _state(path: Path) -> tuple[int, ...]:
    state = path.stat()
    return state.st_mtime_ns, state.st_size, state.st_ino


@lru_cache(maxsize=64)
def _read(path: Path, *state: int) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def load(path: Path, release: NotebookNode, *, assignment: str, notebook: str) -> Submission:
    """Read one notebook of a tidy folder. Raises ``InvalidSubmission`` with a sentence for a person."""
    return understand(read_bytes(path), release, assignment=assignment, notebook=notebook)


def understand(data: bytes, release: NotebookNode, *, assignment: str, notebook: str) -> Submission:
    """Read the content of a notebook of a tidy folder. Raises ``InvalidSubmission``."""
    if data.startswith(b'{"' + HELD.encode()):
        raise InvalidSubmission(_notice(data))
    key = hashlib.sha256(data).digest(), assignment, notebook
    before, known = _recent.get(key, (None, None))
    if known is None or before is not release:
        known = read(data, release, assignment=assignment, notebook=notebook)
        _recent[key] = release, known
        while len(_recent) > RECENT:
            _recent.pop(next(iter(_recent)), None)
    return known


def read_bytes(path: Path) -> bytes:
    """Read an ordinary file. Raises ``InvalidSubmission`` for a link, a pipe or a device, and never waits for one."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise InvalidSubmission(f"{clean_text(path.name, 100)} was not handed in.") from None
    except OSError:
        descriptor = -1
    try:
        if descriptor < 0 or not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise InvalidSubmission(f"{clean_text(path.name, 100)} is a link or a device, not a file.")
        with os.fdopen(os.dup(descriptor), "rb") as file:
            return file.read(MAX_BYTES + 1)
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def tidy(course: Course, assignment: str, folder: Path) -> list[Path]:
    """Make a handed-in folder safe and complete; returns the notebooks to grade, one per released notebook.

    Links, pipes, devices, folders that hold any and names that cannot be printed move to ``.autograder/quarantine``.
    A renamed notebook is copied to its own name. For a notebook that is not there a small file says so, which ``load``
    reads as the reason why a person must look. A date of submission that cannot be read becomes that of the arrival.
    Raises ``InboxError`` where that fails, and for a folder that no student can have.
    """
    wanted = releases(course, assignment)
    try:
        check_student(folder.parent.name)
        if folder.parent.is_symlink():
            raise ValueError("the student's folder is a link; put a folder of their own there")
        if folder.is_dir() and not folder.is_symlink():
            mend_date(folder)
        _quarantine(course, assignment, folder, list(wanted))
        present = {path.stem: path for path in sorted(folder.glob("*.ipynb")) if not _is_placeholder(path)}
        spare = [path for name, path in present.items() if name not in wanted][:MAX_SPARE]
        for name in wanted:
            if name not in present:
                _supply(name, folder / f"{name}.ipynb", [path for path in spare if _is(path, name, wanted)])
    except (OSError, ValueError) as error:
        raise InboxError(shown(f"{folder} cannot be made ready for grading: {error}")) from error
    return [folder / f"{name}.ipynb" for name in wanted]


def hold(path: Path, reason: str) -> None:
    """Put a file in a notebook's place that holds it for a person."""
    durable.write(path, json.dumps({HELD: reason}).encode(), mode=0o644)


def _supply(name: str, target: Path, candidates: list[Path]) -> None:
    if len(candidates) == 1:
        durable.write(target, read_bytes(candidates[0]), mode=0o644)
    elif candidates:
        names = ", ".join(clean_text(path.name, 100) for path in candidates)
        hold(target, f"Several files look like {name}.ipynb: {names}.")
    elif not target.exists():  # else it says already why it is not there
        hold(target, f"{name}.ipynb was not handed in.")


def _is(path: Path, name: str, wanted: dict[str, NotebookNode]) -> bool:
    try:
        return recognise(read_bytes(path), wanted) == name
    except InvalidSubmission:
        return False


def _is_placeholder(path: Path) -> bool:
    try:
        return read_bytes(path).startswith(b'{"' + HELD.encode())
    except InvalidSubmission:
        return False


def _notice(data: bytes) -> str:
    try:
        reason = json.loads(data[:2_000])[HELD]
    except (ValueError, KeyError):
        reason = "The file is not a notebook."
    return clean_text(reason, 500)


def set_aside(course: Course, assignment: str, path: Path) -> None:
    """Move what lies in nbgrader's way to the student's corner of ``.autograder/quarantine``."""
    _move(path, course.private / "quarantine" / assignment / path.parent.name)


def _quarantine(course: Course, assignment: str, folder: Path, wanted: list[str]) -> None:
    """Move what is neither an ordinary file nor a folder out of nbgrader's way, and folders that hold far too much."""
    if folder.is_symlink() or not folder.is_dir():
        set_aside(course, assignment, folder)
        folder.mkdir()
        for name in wanted:
            hold(folder / f"{name}.ipynb", "The folder that was handed in was a link or a file, not a folder.")
    away = course.private / "quarantine" / assignment / folder.parent.name
    entries = sorted(folder.iterdir())
    for path in entries:
        if not _ordinary(path) or (path.suffix == ".ipynb" and path.is_dir()):
            what = "a folder" if path.is_dir() and not path.is_symlink() else "a link or a device"
            _move(path, away)
            if path.stem in wanted and path.suffix == ".ipynb":
                hold(path, f"{clean_text(path.name, 100)} was {what}, not a file.")
        elif path.suffix != ".ipynb" and (len(entries) > MAX_ENTRIES or not _modest(path)):
            _move(path, away)


def _ordinary(path: Path) -> bool:
    mode = path.lstat().st_mode
    return path.name.isprintable() and (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _modest(path: Path) -> bool:
    """Whether a file or folder holds nothing but a bearable number of ordinary files. Follows nothing."""
    seen = 0
    for root, folders, files in os.walk(path, followlinks=False):
        seen += len(folders) + len(files)
        if seen > MAX_ENTRIES or not all(_ordinary(Path(root, name)) for name in (*folders, *files)):
            return False
    return True


def _move(path: Path, away: Path) -> None:
    """Set an entry aside under a name that is free. A link is moved, not what it points to."""
    away.mkdir(parents=True, exist_ok=True)
    # A name of 255 bytes leaves no room for a number in front of it.
    name = shown(path.name).encode()[-200:].decode(errors="ignore")
    os.replace(path, away / f"{len(list(away.iterdir()))}-{name}")
