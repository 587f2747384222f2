"""matplotlib's list of the fonts there are: made once, because every start of a sandbox would read every font file."""

from __future__ import annotations

import importlib.metadata
import os
import stat
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

PROGRAM: Final = "import matplotlib.font_manager"
SECONDS: Final = 60.0  # many fonts on a slow disk
MAX_BYTES: Final = 2**24


@cache
def font_list() -> dict[str, str]:
    """The list by the name of its file, made once per user and version of matplotlib.

    Empty where it cannot be kept, or where others could have written it: then every warm process makes its own.
    """
    try:
        kept = folder()
        kept.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not own(kept.stat()):
            return {}
        if not any(kept.glob("fontlist-*.json")):
            make(kept)
        return {path.name: read(path) for path in kept.glob("fontlist-*.json")}
    except (OSError, RuntimeError, ValueError, subprocess.SubprocessError, importlib.metadata.PackageNotFoundError):
        return {}


def folder() -> Path:
    """Where the list is kept. Raises ``RuntimeError`` for a user without a home."""
    home = Path(os.environ.get("XDG_CACHE_HOME", ""))
    name = f"matplotlib-{importlib.metadata.version('matplotlib')}"
    return (home if home.is_absolute() else Path.home() / ".cache") / "forwardpass" / name


def own(state: os.stat_result) -> bool:
    """Whether nobody but this user can have written something."""
    return state.st_uid == os.geteuid() and not state.st_mode & 0o022


def make(kept: Path) -> None:
    """Have a fresh interpreter make the list, without the fonts in this user's home: no room sees those."""
    with tempfile.TemporaryDirectory(dir=kept, prefix=".draft-") as draft:
        environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": draft, "MPLCONFIGDIR": draft}
        command = [sys.executable, "-I", "-c", PROGRAM]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=SECONDS)
        for made in Path(draft).glob("fontlist-*.json"):
            made.chmod(0o600)
            os.replace(made, kept / made.name)


def read(path: Path) -> str:
    """A file of our own. Raises ``ValueError`` for anything else."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), encoding="utf-8") as file:
        state = os.fstat(file.fileno())
        if not (stat.S_ISREG(state.st_mode) and own(state) and state.st_size < MAX_BYTES):
            raise ValueError(f"{path} is not a list of fonts that we made")
        return file.read()
