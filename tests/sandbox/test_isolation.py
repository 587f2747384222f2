"""Does the sandbox keep what it promises, and would the doctor notice if it did not?"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from autograder.sandbox import (
    Cell,
    LimitReached,
    Limits,
    Raised,
    Sandbox,
    Unavailable,
    bubblewrap,
    doctor,
    system_calls,
)
from autograder.sandbox.warm import Warm

from .conftest import TIGHT

FILTER = (
    "no keyring",
    "no vsock, no other family of sockets",
    "no tracing",
    "no bpf",
    "no perf events",
    "no mounting",
    "no userfaultfd",
    "no new namespaces",
    "no leases on files",
    "no typing into a terminal",
    "no limits for other processes",
    "no io_uring",
    "no asynchronous I/O, no watching of files",
    "no namespaces by clone3",
    "nothing newer than the filter",
    *(["no system calls of another architecture"] if os.uname().machine == "x86_64" else []),
)
PROMISES = (
    *(f"layer: {name}" for name in ("bubblewrap", "seccomp", "Landlock", "memory as a sum")),
    "what isolates",
    "no network, not even to this machine",
    "no file and no variable of this machine",
    "no other process",
    "nothing to write but its own folders",
    "no deep-learning library",
    "no privileges",
    "no namespace of its own making",
    "nothing that Landlock forbids",
    *FILTER,
    "files are private and gone afterwards",
    "no process survives its room",
    *(f"limit on {which}" for which in ("time", "cpu", "memory", "processes", "files", "output")),
    "Keras in the room of profile keras",
)
#: What is true of any process that this machine's root has not confined. The others need a user who can do them, or a
#: kernel that knows the call.
WITHOUT_ISOLATION = (
    "what isolates",
    "no network, not even to this machine",
    "no file and no variable of this machine",
    "no other process",
    "nothing to write but its own folders",
    "nothing that Landlock forbids",
    *(name for name in FILTER if name not in system_calls.OPTIONAL and name != system_calls.FOREIGN),
    "no deep-learning library",
    "files are private and gone afterwards",
)


@pytest.fixture(scope="module")
def promises() -> dict[str, doctor.Probe]:
    """Every row that the doctor finds here."""
    return {row.name: row for row in doctor.diagnose()}


@pytest.fixture(scope="module")
def bare() -> Iterator[Sandbox]:
    """A sandbox without isolation."""
    with Sandbox("numpy", isolation="none", limits=TIGHT) as found:
        yield found


def test_the_doctor_looks_at_everything(promises: dict[str, doctor.Probe]) -> None:
    assert tuple(promises) == PROMISES


@pytest.mark.parametrize("name", PROMISES)
def test_a_promise_is_kept(name: str, promises: dict[str, doctor.Probe]) -> None:
    assert promises[name].ok, promises[name].detail


@pytest.fixture(scope="module")
def broken(bare: Sandbox) -> dict[str, doctor.Probe]:
    """The rows that the doctor finds without isolation."""
    return {row.name: row for row in (doctor.isolating(bare), *doctor.leaving(bare), *doctor.leftovers(bare))}


@pytest.mark.parametrize("name", WITHOUT_ISOLATION)
def test_a_broken_promise_is_noticed(name: str, broken: dict[str, doctor.Probe]) -> None:
    assert not broken[name].ok


def test_nothing_survives_a_room_even_without_isolation(broken: dict[str, doctor.Probe]) -> None:
    assert broken["no process survives its room"].ok


def test_without_isolation_the_name_says_so(bare: Sandbox) -> None:
    assert bare.isolation.startswith("none")


def test_without_isolation_cells_and_limits_work_alike(bare: Sandbox) -> None:
    with bare.open(Limits(cell_seconds=3.0, check_seconds=3.0)) as room:
        runs = room.run([Cell("a", "a = 1"), Cell("b", "while True: pass"), Cell("c", "def f(): return a")])
        assert [type(run.fault) for run in runs] == [type(None), LimitReached, type(None)]
        with room.check() as session:
            assert session.call("f").value == 1


def test_a_report_is_good_only_where_every_row_is() -> None:
    lines: list[str] = []
    good = doctor.Probe("one", True, "fine")
    bad = doctor.Probe("another", False, "reached: x")
    assert doctor.report([good], lines.append)
    assert not doctor.report([good, bad], lines.append)
    assert not doctor.report([], lines.append)
    assert lines[0].split() == ["ok", "one", "fine"] and lines[3].split()[0] == "FAIL"


def test_the_self_test_passes_in_a_sound_sandbox(sandbox: Sandbox) -> None:
    doctor.self_test(sandbox)


def test_the_self_test_refuses_a_sandbox_that_shows_the_course_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as course:  # not below /tmp, which a room covers anyway
        os.chmod(course, 0o755)
        leak = [*bubblewrap.system(), *bubblewrap.folder(Path(course)), "--ro-bind", course, course]
        monkeypatch.setattr(bubblewrap, "system", lambda: leak)
        monkeypatch.chdir(course)
        refuses_to_grade("no file")


def refuses_to_grade(why: str) -> None:
    """The self-test of a sandbox that has just been made leaky finds it out."""
    with Sandbox("numpy", limits=TIGHT) as leaky, pytest.raises(Unavailable, match=rf"self-test.*reaches.*{why}"):
        doctor.self_test(leaky)


def test_a_mount_that_can_be_written_to_is_closed_by_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    leak = [*bubblewrap.system(), "--perms", "0777", "--tmpfs", bubblewrap.ROOM]
    monkeypatch.setattr(bubblewrap, "system", lambda: leak)
    with Sandbox("numpy", limits=TIGHT) as leaky:
        doctor.self_test(leaky)


def test_without_bubblewrap_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unavailable, match="apt-get install bubblewrap"):
        Sandbox("numpy").start()


def test_a_sandbox_that_cannot_start_says_what_bubblewrap_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bubblewrap, "system", lambda: ["--no-such-option"])
    with pytest.raises(Unavailable, match="no-such-option"):
        Sandbox("numpy").start()


def test_where_nested_namespaces_are_refused_every_room_gets_a_bubblewrap_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ready = Warm.ready
    monkeypatch.setattr(Warm, "ready", lambda warm: msgspec.structs.replace(ready(warm), nested=False))
    with Sandbox("numpy", limits=TIGHT) as sandbox:
        assert sandbox.mode == "single"
        assert "refused" in sandbox.isolation
        warm = sandbox.warm
        with sandbox.open() as room:
            assert sandbox.warm is not warm
            runs = room.run([Cell("a", "open('left', 'w').close()\na = 1"), Cell("b", "while True: pass")])
            assert isinstance(runs[1].fault, LimitReached)
            with room.check() as session:
                assert session.get("a") == 1
        with sandbox.open() as room:
            room.run([Cell("a", "import os\nfound = os.listdir()")])
            with room.check() as session:
                assert session.get("found") == []
            # Keeper and init are the same user in the same namespace here: Landlock keeps signals inside.
            kill = "import os, signal\nos.kill({}, signal.SIGKILL)"
            everybody, parent = room.run([Cell("b", kill.format(-1)), Cell("c", kill.format("os.getppid()"))])
            assert everybody.fault is None
            assert isinstance(parent.fault, Raised) and parent.fault.type_name == "PermissionError"
        doctor.self_test(sandbox)


def test_only_what_is_listed_of_this_project_is_inside(sandbox: Sandbox) -> None:
    source = """
import importlib.util, os
inside = os.path.dirname(os.path.dirname(importlib.util.find_spec("autograder").origin))
found = sorted(os.listdir(os.path.join(inside, "autograder")))
"""
    with sandbox.open() as room:
        room.run([Cell("a", source)])
        with room.check() as session:
            assert session.get("found") == ["__init__.py", "sandbox"]


def test_the_environment_holds_nothing_of_this_machine(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_SECRET", "planted")
    with Sandbox("numpy", limits=TIGHT) as fresh, fresh.open() as room:
        room.run([Cell("a", "import os\nfound = dict(os.environ)")])
        with room.check() as session:
            found = session.get("found")
    assert "COURSE_SECRET" not in found and "planted" not in found.values()
    assert found["HOME"] == "/home/student" and found["PATH"] == "/room/bin:/usr/bin:/bin"


def test_a_planted_module_beside_the_notebook_replaces_nothing(sandbox: Sandbox) -> None:
    plant = "for n in ('numpy', 'sitecustomize', 'msgspec', 'autograder'): open(n + '.py', 'w').write('1 / 0')"
    with sandbox.open() as room:
        runs = room.run([Cell("a", plant), Cell("b", "import numpy as np\ndef f(): return np.ones(2)")])
        assert [run.fault for run in runs] == [None, None]
        with room.check() as session:
            assert session.call("f").value.sum() == 2
