"""A full disk, a read-only folder, a gradebook that is locked or no file: said in one line, and nothing is lost."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crashes import course
from tests.crashes.course import ASSIGNMENT, Place
from tests.crashes.test_killed import Same

pytestmark = pytest.mark.xdist_group("crashes")
# A mount namespace of one's own: root may have it at once, everybody else as root of a user namespace of their own.
UNSHARE = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--mount", "--map-root-user")
ENDED = "ended with"


def one_line(said: str, *words: str) -> None:
    """Insists on an error message that a person can act on, and on no traceback."""
    error = [line for line in said.splitlines() if line.startswith("Error: ")]
    assert len(error) == 1 and "Traceback" not in said, said
    for word in (*words, "autograder grade --resume"):
        assert word in error[0], error[0]


def shell(place: Place, *steps: str) -> list[tuple[str, str]]:
    """Run steps in a mount namespace; per grading step what it said and how it ended."""
    script = "set -u; export PATH; " + "; ".join(steps)
    done = subprocess.run(
        [*UNSHARE, "sh", "-c", script],
        cwd=place.root.parent,
        env=place.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return re.findall(rf"(.*?){ENDED} (\d+)\n", done.stdout, re.DOTALL)


def grade(place: Place, *arguments: str) -> str:
    """The step that grades."""
    return f"(cd {shlex.quote(str(place.root))} && python -m autograder grade {' '.join(arguments)}); echo {ENDED} $?"


# Room for nothing, for some reports; and when all is graded, for a few of the students.
@pytest.mark.parametrize(
    ("start", "room"), [("template", 0), ("template", 24), ("recording_ahead", 16), ("recording_ahead", 48)]
)
def test_a_disk_that_fills_up(request: pytest.FixtureRequest, place: Place, same: Same, start: str, room: int) -> None:
    seed, here = shlex.quote(str(request.getfixturevalue(start).root)), shlex.quote(str(place.root))
    begun = start != "template"
    shutil.rmtree(place.root)
    place.root.mkdir()
    after = place.root.with_name("after")
    (full, first), (resumed, second) = shell(
        place,
        f"mount -t tmpfs -o size=32m none {here} || exit 3",
        f"cp -a {seed}/. {here}/ || exit 4",
        f"free=$(df -k --output=avail {here} | tail -n 1)",
        f"head -c $(((free - {room}) * 1024)) /dev/zero > {here}/ballast",
        grade(place, "--resume" if begun else ASSIGNMENT),
        f"rm {here}/ballast",
        grade(place, "--resume" if begun or room else ASSIGNMENT),
        f"cp -a {here} {shlex.quote(str(after))}",
    )
    one_line(full, "no space left", "make room")
    assert (first, second) == ("1", "0"), full + resumed
    place.root.rmdir()
    after.rename(place.root)
    same(place)


@pytest.mark.parametrize("what", ["", "gradebook.db"], ids=["course folder", "gradebook"])
def test_read_only(place: Place, same: Same, what: str) -> None:
    before = course.gradebook(place) if what else None
    target = shlex.quote(str(place.root / what))
    ((said, code),) = shell(
        place,
        f"mount --bind {target} {target} && mount -o remount,bind,ro {target} || exit 3",
        grade(place, ASSIGNMENT),
    )
    one_line(said, str(place.root / what), "read-only")
    assert code == "1"
    assert not what or course.gradebook(place) == before
    place.run("grade", ASSIGNMENT)
    same(place)


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Hold the gradebook as another program would that never ends."""
    book = sqlite3.connect(place.root / "gradebook.db", timeout=60, isolation_level=None)
    try:
        book.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        book.close()


def taken(path: Path) -> bool:
    """Whether some process holds the lock on this file."""
    return f":{path.stat().st_ino} " in Path("/proc/locks").read_text()


def test_a_gradebook_that_is_locked_for_good(graded: Place, same: Same) -> None:
    with locked(graded):
        one_line(graded.run("grade", "--resume", code=1), str(graded.root / "gradebook.db"), "locked", "Formgrader")
    graded.run("grade", "--resume")
    same(graded)


def test_a_gradebook_that_is_locked_in_the_middle(graded: Place, same: Same) -> None:
    # Some steps ahead of the lock: the thread that stops its process runs on for a moment.
    recorder = "autograder.nbgrader_bridge.gradebook:_Recorder.__init__"
    process = course.stop_before(graded, recorder, 1, "grade", "--resume")
    with locked(graded):
        process.send_signal(signal.SIGCONT)
        said, _ = process.communicate()
    one_line(said, "locked")
    assert process.returncode == 1
    graded.run("grade", "--resume")
    same(graded)


def test_a_gradebook_that_is_locked_for_a_while(graded: Place, same: Same) -> None:
    with locked(graded):
        process = graded.start("grade", "--resume")
        while not taken(graded.root / ".autograder" / "lock"):
            assert process.poll() is None
            time.sleep(0.05)
        time.sleep(4)
    said, _ = process.communicate()
    assert process.returncode == 0, said
    same(graded)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


def dangling(path: Path) -> None:
    path.symlink_to("/dev/stdin")


def rubbish(path: Path) -> None:
    path.write_bytes(b"This is no gradebook. " * 1000)


@pytest.mark.parametrize("make", [pipe, folder, dangling, rubbish], ids=lambda make: make.__name__)
def test_something_else_in_the_gradebooks_place(graded: Place, same: Same, make: Callable[[Path], None]) -> None:
    path, kept = graded.root / "gradebook.db", graded.root / "kept.db"
    path.rename(kept)
    make(path)
    one_line(graded.run("grade", "--resume", code=1), str(path), "backup")
    if path.is_dir():
        path.rmdir()
    kept.replace(path)
    graded.run("grade", "--resume")
    same(graded)
