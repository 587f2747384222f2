"""What is listed for a room, without starting one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.sandbox import Crashed, LimitReached, Limits, Raised, bubblewrap, errors, packages


def test_the_numpy_room_lists_numpy_and_no_deep_learning() -> None:
    found = packages.entries("numpy")
    assert {"numpy", "scipy", "matplotlib", "IPython", "ipykernel", "msgspec", "forwardpass"} <= set(found)
    assert not {name.split("-")[0] for name in found} & packages.DEEP_LEARNING
    assert not {"nbgrader", "nbformat", "pytest", "sqlalchemy", "h5py"} & set(found)


def test_the_keras_room_lists_keras_besides() -> None:
    assert {"keras", "tensorflow", "numpy", "ipykernel"} <= set(packages.entries("keras"))


def test_of_this_project_only_two_folders_and_a_file_are_listed() -> None:
    assert set(packages.own()) == {"autograder/__init__.py", "autograder/sandbox", "forwardpass"}


def test_nothing_that_runs_at_start_up_is_listed() -> None:
    for profile in ("numpy", "keras"):
        names = packages.entries(profile)  # type: ignore[arg-type]
        assert not [name for name in names if name.endswith(".pth") or "customize" in name]


@pytest.mark.parametrize(
    ("need", "name"),
    [
        ("numpy>=2.1", "numpy"),
        ("jupyter_client >=8 ; python_version > '3'", "jupyter_client"),
        ("pyqt5; extra == 'qt'", ""),
        ("typing-extensions[all] (>=4)", "typing-extensions"),
    ],
)
def test_a_requirement_gives_its_name(need: str, name: str) -> None:
    assert packages.required(need) == name


@pytest.mark.parametrize(("user", "single"), [(0, False), (0, True), (1000, False), (1000, True)])
def test_the_command_line_closes_what_it_must(user: int, single: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    found = bubblewrap.arguments("numpy", Limits(), {}, single=single)
    for word in ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--die-with-parent", "--new-session", "--clearenv"):
        assert word in found
    assert ("--unshare-user" in found) == (user != 0)
    assert ("--disable-userns" in found) == (user != 0 and single)
    assert ("--cap-add" in found) == (user == 0)
    closed = [found[place + 1] for place, word in enumerate(found) if word == "--remount-ro"]
    assert closed[-2:] == ["/dev", "/"]
    mounted = [found[place + 1] for place, word in enumerate(found) if word == "--tmpfs"]
    assert set(mounted) - set(closed) == {"/tmp", "/dev/shm", bubblewrap.HOME}


def test_only_known_places_are_bound_writable() -> None:
    found = bubblewrap.arguments("numpy", Limits(), {})
    assert "--bind" not in found and "--dev-bind" not in found
    tops = {found[place + 1] for place, word in enumerate(found) if word == "--ro-bind"}
    assert (
        Path.home() / ".ssh" not in map(Path, tops) and "/" not in tops and "/etc" not in tops and "/home" not in tops
    )


def test_a_limit_has_a_name_that_exists() -> None:
    with pytest.raises(ValueError, match="which must be one of time, cpu"):
        LimitReached("patience")
    for which, sentence in errors.LIMITS.items():
        assert str(LimitReached(which)) == sentence


def test_texts_of_faults_are_bounded_and_readable() -> None:
    assert str(Raised("ValueError", "no")) == "ValueError: no" and str(Raised("KeyError")) == "KeyError"
    assert len(Raised("E" * 10**6, "m" * 10**6, "t" * 10**6).traceback) <= errors.MAX_TRACEBACK
    assert errors.clip("abcdefghijklmnopqrstuvwxyz", 15) == "abcde ... vwxyz"
    assert str(Crashed(signal=11)) == "crashed: the process was ended by SIGSEGV"
    assert str(Crashed(signal=63)) == "crashed: the process was ended by signal 63"
    assert str(Crashed(exit_code=3)) == "crashed: the process left with exit code 3"
