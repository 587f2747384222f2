"""What students install, what must not be imported where, and that everything is locked."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile

import pytest


def test_the_wheel_holds_the_students_package_and_nothing_else(tmp_path, repository):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"forwardpass", "forwardpass-0.1.0.dist-info"}
    assert {"forwardpass/check.py", "forwardpass/probes/index.json", "forwardpass/probes/lstm.bin"} <= set(names)
    metadata = zipfile.ZipFile(wheel).read("forwardpass-0.1.0.dist-info/METADATA").decode()
    always = [line for line in metadata.splitlines() if line.startswith("Requires-Dist") and "extra ==" not in line]
    assert [re.split(r"[ >=]", line.split(": ")[1])[0] for line in sorted(always)] == ["matplotlib", "numpy"]


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("forwardpass", ["tensorflow", "keras", "matplotlib", "autograder", "scipy"]),
        ("autograder.sandbox", ["tensorflow", "keras", "nbgrader", "autograder.exercises", "autograder.references"]),
        ("autograder.pipeline", ["tensorflow", "keras", "nbgrader", "nbconvert", "dask", "distributed"]),
        ("autograder.cli", ["tensorflow", "keras", "nbgrader", "numpy"]),
        ("autograder.resident", ["numpy", "msgspec", "rich", "multiprocessing", "importlib.metadata"]),
        ("autograder.submission", ["tensorflow", "keras", "nbgrader", "numpy", "IPython"]),
    ],
)
def test_what_is_not_imported(module, absent):
    code = f"import sys, {module}; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_everything_is_pinned_and_hashed_and_names_no_index(repository):
    lock = (repository / "requirements.lock").read_text()
    pinned = re.findall(r"^([a-z0-9][\w.-]*)==\S+", lock, re.MULTILINE)
    assert len(pinned) > 100 and {"tensorflow-cpu", "nbgrader", "keras", "pytest"} <= set(pinned)
    entries = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert [entry.split("\n")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"https?://|--index|--find-links|file:", lock)


FLOORS = {
    "nbgrader": (0, 9, 5),
    "nbconvert": (7, 17, 1),
    "jupyter-server": (2, 20, 0),
    "mistune": (3, 2, 1),
    "pytest": (9, 0, 3),
}


@pytest.mark.parametrize("name", FLOORS)
def test_versions_with_known_holes_are_not_locked(name, repository):
    lock = (repository / "requirements.lock").read_text()
    (version,) = re.findall(rf"^{name}==([\d.]+)", lock, re.MULTILINE)
    assert tuple(int(part) for part in version.split(".")) >= FLOORS[name]


def test_nothing_in_the_tree_names_a_machine_or_a_registry(repository):
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=repository, capture_output=True, text=True, check=True)
    words = [
        "/wo" + "rk/",
        "/ro" + "ot/",
        "pypi" + ".org",
        "deb.deb" + "ian",
        "registry.npm" + "js",
        "/opt/whe" + "els",
    ]
    found = []
    for name in filter(None, listing.stdout.split("\0")):
        data = (repository / name).read_bytes()
        found += [(name, word) for word in words if word.encode() in data]
    assert found == []
