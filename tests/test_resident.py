"""A resident grader gives the same as none, whatever happens between two requests, and to nobody else."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from autograder import PRIVATE, journal, resident
from autograder.course import Course
from tests.crashes import course
from tests.crashes.course import ASSIGNMENT, RIGHT, Place, hand_in
from tests.dask_processes import until

pytestmark = pytest.mark.xdist_group("resident")
PATIENCE = 60.0
WRONG = RIGHT | {"double_solution": "def double(x):\n    return x + 1"}
#: Hangs in every check that calls it, for as long as the limits let it.
ENDLESS = RIGHT | {"double_solution": "def double(x):\n    while True:\n        pass"}
BUSY = "at work on another request"


class Resident:
    """A resident grader at work, and what it has said so far."""

    def __init__(self, place: Place) -> None:
        self.process = place.start("serve", "--jobs", "1")
        self.said: list[str] = []
        self.until("Ready")

    def until(self, words: str) -> None:
        """Read what it says until these words have come."""
        assert self.process.stdout is not None
        give_up = threading.Timer(PATIENCE, self.process.kill)
        give_up.start()
        while not any(words in line for line in self.said):
            line = self.process.stdout.readline()
            assert line, self.said
            self.said.append(line)
        give_up.cancel()

    @property
    def requests(self) -> int:
        """How many requests it has served, as far as has been read."""
        return sum(line[2] == ":" for line in self.said)

    def end(self, number: signal.Signals = signal.SIGINT) -> str:
        """End it; what it has said since."""
        self.process.send_signal(number)
        return self.process.communicate(timeout=PATIENCE)[0]


@contextmanager
def serving(place: Place) -> Iterator[Resident]:
    """A resident grader for the length of this block."""
    grader = Resident(place)
    try:
        yield grader
    finally:
        if grader.process.poll() is None:
            grader.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return course.make(tmp_path_factory.mktemp("resident"))


@pytest.fixture
def place(template: Place, tmp_path: Path) -> Place:
    return template.copy(tmp_path / "course")


def grade(place: Place, *students: str, code: int = 0) -> str:
    names = [word for name in students for word in ("--student", name)]
    return place.run("grade", ASSIGNMENT, *names, code=code)


def scores(place: Place, student: str) -> dict[str, float | None]:
    rows = course.gradebook(place)["grades"]
    return {row[2]: row[3] for row in rows if row[0] == student}


def socket_of(place: Place) -> Path:
    return Path(os.fsdecode((place.root / PRIVATE / resident.ADDRESS).read_bytes()))


def begun(place: Place) -> bool:
    return (place.root / PRIVATE / "run.json").exists()


def lines(said: str, root: Path) -> list[str]:
    """What does not depend on the clock, or on which thread was first."""
    plain = re.sub(r"[\d.]+ (a second|a minute|s left|s, |ms each)", "#", said)
    return sorted(plain.replace(str(root), "COURSE").splitlines())


def test_gradebook_files_and_output_are_the_same_with_and_without(place: Place, tmp_path: Path) -> None:
    alone = place.copy(tmp_path / "alone")
    expected = grade(alone), grade(alone, "nobody", code=1), grade(alone)
    with serving(place) as grader:
        said = grade(place), grade(place, "nobody", code=1), grade(place)
        told = grader.end()
    assert [lines(one, place.root) for one in said] == [lines(one, alone.root) for one in expected]
    assert course.gradebook(place) == course.gradebook(alone)
    assert course.autograded(place) == course.autograded(alone)
    assert len(told.splitlines()) == 4 and told.endswith("Ended.\n")
    assert course.leftovers(place) == [] and not (place.root / PRIVATE / resident.ADDRESS).exists()


def test_everything_that_changes_between_two_requests_is_seen(place: Place) -> None:
    book, config = place.root / "gradebook.db", place.root / "nbgrader_config.py"
    with serving(place) as grader:
        grade(place, "ada")
        assert scores(place, "ada")["double"] == 2
        backup = book.read_bytes()

        hand_in(place, "ada", "one", WRONG)
        hand_in(place, "zoe", "one", RIGHT)
        assert "2 notebooks graded, 2 taken" not in grade(place, "ada", "zoe")
        assert scores(place, "ada")["double"] == 0 and scores(place, "zoe")["double"] == 2

        book.write_bytes(backup)
        assert "0 notebooks graded, 2 taken from earlier runs, 0 of 1" in grade(place, "ada")
        assert scores(place, "ada")["double"] == 0

        (place.root / PRIVATE / "secret").write_text("5" * 64)
        assert "2 notebooks graded, 0 taken" in grade(place, "ada")

        hand_in(place, "ada", "one", RIGHT | {"guess_solution": "import time\ntime.sleep(1.5)\nguess = 8"})
        grade(place, "ada")
        assert scores(place, "ada")["guess"] == 1
        config.write_text(config.read_text() + "c.GradeInSandbox.numpy = {'cell_seconds': 0.5}\n")
        place.run("grade", ASSIGNMENT, "--student", "ada", "--force")
        assert scores(place, "ada")["guess"] == 0

        for worker in psutil.Process(grader.process.pid).children():
            if "spawn_main" in " ".join(worker.cmdline()):
                worker.kill()
                worker.wait(PATIENCE)
        hand_in(place, "ada", "one", RIGHT)
        grade(place, "ada")
        assert scores(place, "ada")["guess"] == 1
        assert grader.end().count(f" {ASSIGNMENT} ada") == 7


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_request_is_an_interrupted_run(place: Place, how: signal.Signals) -> None:
    hand_in(place, "ada", "one", ENDLESS)
    with serving(place) as grader:
        client = place.start("grade", ASSIGNMENT, "--student", "ada")
        until(lambda: begun(place), "the run")
        client.send_signal(how)
        said, _ = client.communicate(timeout=PATIENCE)
        if how == signal.SIGINT:
            assert client.returncode == 1 and f"Error: {resident.INTERRUPTED}\n" in said
        grader.until(f"{ASSIGNMENT} ada: {resident.INTERRUPTED}")
        assert begun(place)
        hand_in(place, "ada", "one", RIGHT)
        assert f"{ASSIGNMENT}: " in place.run("grade", "--resume") and not begun(place)
        grader.until("--resume: ")
        assert grader.requests == 2
    assert scores(place, "ada")["double"] == 2


def test_a_second_request_waits_its_turn_and_says_so(place: Place) -> None:
    hand_in(place, "ada", "one", ENDLESS)
    with serving(place) as grader:
        first = place.start("grade", ASSIGNMENT, "--student", "ada")
        until(lambda: begun(place), "the run")
        second = place.start("grade", ASSIGNMENT, "--student", "bob")
        third = place.start("grade", ASSIGNMENT, "--student", "eve")
        assert third.stdout is not None and BUSY in third.stdout.readline()
        third.send_signal(signal.SIGINT)
        said = [process.communicate(timeout=PATIENCE)[0] for process in (first, second, third)]
        assert [process.returncode for process in (first, second, third)] == [0, 0, 1]
        assert [BUSY in one for one in said] == [False, True, False] and "given up before it began" in said[2]
        grader.end()
    assert scores(place, "bob")["double"] == 0 and scores(place, "eve") == {}


def test_other_code_is_not_used_and_other_choices_are_not_handed_over(place: Place, tmp_path: Path) -> None:
    shutil.copytree(place.kit, tmp_path / "kit")
    place = Place(place.root, tmp_path / "kit")
    with serving(place) as grader:
        place.run("grade", ASSIGNMENT, "--student", "ada", "--jobs", "1")
        file = place.kit / "autograder/graders/grade_tally.py"
        file.write_text(file.read_text().replace("== 0.0", "== 1.0"))
        said = grade(place, "ada")
        assert said.startswith("Grading without the resident grader: ") and "restart `autograder serve`.\n" in said
        assert "2 notebooks graded" in said and scores(place, "ada")["double"] == pytest.approx(4 / 3, abs=1e-3)
        assert grader.end() == "Ended.\n"


def test_what_another_terminal_is_used_for(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    first = resident.stamp(place.root)
    for name in ("PATH", "XDG_SESSION_ID", "SSH_TTY", "OLDPWD"):
        monkeypatch.setenv(name, f"{os.environ.get(name, '')}:other")
    assert resident.stamp(place.root) == first
    monkeypatch.setenv("PGHOST", "another")
    assert resident.stamp(place.root) != first


def test_a_copy_of_a_course_is_another_course(place: Place, tmp_path: Path) -> None:
    with serving(place) as grader:
        copy = place.copy(tmp_path / "copy")
        assert (copy.root / PRIVATE / resident.ADDRESS).exists()
        assert "Grading without the resident grader: " in grade(copy, "ada")
        assert scores(copy, "ada")["double"] == 2 and scores(place, "ada") == {}
        assert grader.end() == "Ended.\n"


def test_an_interrupt_while_students_are_recorded_stops_the_recording(place: Place) -> None:
    """All is graded already, the gradebook is new: a run that only records, and waits for nothing else."""
    many = [f"s{number:03}" for number in range(30)]
    for student in many:
        hand_in(place, student, "one", RIGHT)
    empty = (place.root / "gradebook.db").read_bytes()
    grade(place, *many)
    (place.root / "gradebook.db").write_bytes(empty)
    with serving(place) as grader:
        client = place.start("grade", ASSIGNMENT, *(word for name in many for word in ("--student", name)))
        until(lambda: begun(place) and scores(place, many[0]), "the first record")
        client.send_signal(signal.SIGINT)
        said, _ = client.communicate(timeout=PATIENCE)
        assert client.returncode == 1 and resident.INTERRUPTED in said
        recorded = [student for student in many if scores(place, student)]
        assert grade(place, "ada") and scores(place, "ada")["double"] == 2
        assert [student for student in many if scores(place, student)] == recorded != many
        assert f"{len(recorded)} of {len(many)} students already recorded" in grade(place, *many)
        grader.end()
    assert all(scores(place, student) for student in many)


def test_a_run_without_isolation_is_resumed_without(place: Place) -> None:
    with serving(place) as grader:
        journal.begin(Course(place.root), journal.Run({ASSIGNMENT: ["ada"]}, force=True, isolation="none"))
        assert "Isolation: none: " in place.run("grade", "--resume")
        assert "Isolation: bubblewrap" in place.run("grade", ASSIGNMENT, "--student", "ada", "--force")
        assert "--resume" in grader.end()


def test_a_reader_that_has_read_enough_ends_its_own_run_alone(place: Place) -> None:
    with serving(place) as grader:
        client = place.start("grade", ASSIGNMENT)
        assert client.stdout is not None and client.stdout.readline().startswith("Isolation: ")
        client.stdout.close()
        assert client.wait(PATIENCE) == 1
        assert f"{ASSIGNMENT}: " in place.run("grade", "--resume")
        assert grader.end().count("\n") == 3


def test_one_for_a_course_and_a_killed_one_is_replaced(place: Place) -> None:
    with serving(place) as grader:
        said = place.run("serve", code=1)
        assert said.startswith("Error: another `autograder serve` keeps a grader of") and said.count("\n") == 1
        family = psutil.Process(grader.process.pid).children(recursive=True)
        grader.end(signal.SIGKILL)
        assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []
    left = socket_of(place)
    assert left.is_socket() and "resident" not in grade(place, "ada")
    with serving(place) as grader:
        assert not left.parent.exists() and socket_of(place) != left
        grade(place, "ada")
        assert grader.end().count(f" {ASSIGNMENT} ada: ") == 1


def test_a_folder_without_a_release_is_no_course(tmp_path: Path, template: Place) -> None:
    assert "is this the course folder? (--course)" in Place(tmp_path, template.kit).run("serve", code=1)
    assert list(tmp_path.iterdir()) == []


CONNECT = "import socket, sys; link = socket.socket(socket.AF_UNIX); link.connect(sys.argv[1]); print(link.recv(99))"


def test_nobody_else_can_ask(place: Place) -> None:
    with serving(place) as grader:
        path = socket_of(place)
        assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
        if os.geteuid():
            pytest.skip("only root can try it as somebody else")
        stranger = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-c", CONNECT, path]
        done = subprocess.run(stranger, capture_output=True, text=True)
        assert "PermissionError" in done.stderr
        path.parent.chmod(0o755)
        path.chmod(0o666)  # nor where both walls are gone
        done = subprocess.run(stranger, capture_output=True, text=True)
        assert done.stdout == "b''\n", done.stderr
        grade(place, "ada")
        grader.until(f"{ASSIGNMENT} ada")
        assert grader.requests == 1


def test_nobody_else_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: object) -> None:
    (tmp_path / PRIVATE).mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        listener.listen()
        (tmp_path / PRIVATE / resident.ADDRESS).write_bytes(os.fsencode(tmp_path / "socket"))
        with resident._connected(tmp_path) as link:  # type: ignore[union-attr]
            assert resident.peer(link) == os.geteuid()
        monkeypatch.setattr(resident, "peer", lambda link: os.geteuid() + 1)
        assert resident._connected(tmp_path) is None


LOOK = """
import glob, os, socket, stat
found = []
for path in [{path!r}, *glob.glob("/tmp/**", recursive=True), *glob.glob("/run/**", recursive=True)]:
    link = socket.socket(socket.AF_UNIX)
    try:
        link.connect(path)
        found.append(path)
    except OSError:
        pass
    link.close()
for name in os.listdir("/proc/self/fd"):
    try:
        link = socket.socket(fileno=os.dup(int(name)))
        found.append(link.getsockname())
    except OSError:
        continue
print("REACHED", {path!r} in found)
"""


def test_student_code_cannot_reach_it(place: Place) -> None:
    with serving(place):
        look = LOOK.format(path=str(socket_of(place)))
        outside = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
        assert outside.stdout == "REACHED True\n"
        hand_in(place, "ada", "one", RIGHT | {"guess_solution": f"guess = 8\n{look}"})
        grade(place, "ada")
    graded = (place.root / "autograded" / "ada" / ASSIGNMENT / "one.ipynb").read_text()
    assert "REACHED False" in graded and scores(place, "ada")["guess"] == 1
