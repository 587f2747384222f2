"""Which installed packages a room may see: an allow-list and what it needs, read from the packages' own metadata."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from .errors import RoomFault
from .limits import Profile

NUMPY: Final = ("numpy", "scipy", "matplotlib", "ipykernel", "ipython", "msgspec", "pyseccomp", "landlockpy")
KERAS: Final = (*NUMPY, "keras", "tensorflow-cpu", "tensorflow")
#: Wherever they come from, these are never in the NumPy room.
DEEP_LEARNING: Final = frozenset(
    {
        "keras",
        "tensorflow",
        "torch",
        "jax",
        "jaxlib",
        "flax",
        "equinox",
        "sklearn",
        "tinygrad",
        "onnxruntime",
        "mlx",
        "cntk",
    }
)


@cache
def entries(profile: Profile) -> dict[str, Path]:
    """Names in the room's site-packages, with the files and folders of this environment that they show."""
    found: dict[str, Path] = {}
    for distribution in closure(KERAS if profile == "keras" else NUMPY):
        found.update(top_level(distribution))
    if profile == "numpy":
        found = {name: path for name, path in found.items() if name.split(".")[0] not in DEEP_LEARNING}
    found.update(own())
    return dict(sorted(found.items()))


def closure(names: tuple[str, ...]) -> list[importlib.metadata.Distribution]:
    """The installed ones of ``names`` and everything that they require."""
    seen: dict[str, importlib.metadata.Distribution] = {}
    queue = list(names)
    while queue:
        name = normal(queue.pop())
        if name in seen:
            continue
        try:
            seen[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        queue += [found for need in seen[name].requires or () if (found := required(need))]
    return list(seen.values())


def required(need: str) -> str:
    """The name in a requirement, or "" where it belongs to an extra.

    Other conditions are not looked at: what they exclude is not installed here and falls out by itself.
    """
    asked, _, condition = need.partition(";")
    found = re.match(r"\s*([A-Za-z0-9._-]+)", asked)
    return found[1] if found and not re.search(r"\bextra\b", condition) else ""


def normal(name: str) -> str:
    """A distribution's name in its one normal spelling."""
    return name.lower().replace("_", "-").replace(".", "-")


def top_level(distribution: importlib.metadata.Distribution) -> Iterator[tuple[str, Path]]:
    """The entries of site-packages that a distribution owns; scripts and bytecode are left out."""
    for name in first_parts(distribution):
        if name not in ("", ".", "..", "__pycache__", "bin", "share") and not name.endswith(".pth"):
            path = Path(str(distribution.locate_file(name)))
            if path.exists():
                yield name, path


def first_parts(distribution: importlib.metadata.Distribution) -> set[str]:
    """The first part of the path of every file that a distribution owns."""
    record = distribution.read_text("RECORD")
    if record is None:
        return {file.parts[0] for file in distribution.files or ()}
    # Thousands of lines: as paths they would take longer than everything else before bubblewrap starts.
    return {line.partition(",")[0].strip('"').partition("/")[0] for line in record.splitlines()}


def own() -> dict[str, Path]:
    """What of this project is inside: the students' package and the sandbox itself, nothing else."""
    sandbox = Path(__file__).parent
    spec = importlib.util.find_spec("forwardpass")
    found = {"autograder/__init__.py": sandbox.parent / "__init__.py", "autograder/sandbox": sandbox}
    if spec and spec.submodule_search_locations:
        found["forwardpass"] = Path(next(iter(spec.submodule_search_locations)))
    if not all(path.exists() for path in found.values()):
        raise RoomFault("the sandbox's own files are missing")
    return found
