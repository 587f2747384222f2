"""matplotlib's list of the fonts there are. Making it takes a quarter of the time in which a sandbox starts."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

PROGRAM: Final = "import matplotlib.font_manager"
SECONDS: Final = 60.0  # many fonts on a slow disk


@cache
def font_list() -> dict[str, str]:
    """The list by the name of its file, made once per user and version of matplotlib.

    Empty where it cannot be kept: then every warm process makes its own.
    """
    try:
        kept = folder()
        if not any(kept.glob("fontlist-*.json")):
            make(kept)
        return {path.name: path.read_text("utf-8") for path in kept.glob("fontlist-*.json")}
    except (OSError, RuntimeError, ValueError, subprocess.SubprocessError, importlib.metadata.PackageNotFoundError):
        return {}


def folder() -> Path:
    """Where the list is kept. Raises ``RuntimeError`` for a user without a home."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home, "forwardpass", f"matplotlib-{importlib.metadata.version('matplotlib')}")


def make(kept: Path) -> None:
    """Have a fresh interpreter make the list, without the fonts in this user's home: no room sees those."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix=".draft-") as draft:
        environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": draft, "MPLCONFIGDIR": draft}
        command = [sys.executable, "-I", "-c", PROGRAM]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=SECONDS)
        kept.mkdir(exist_ok=True)
        for made in Path(draft).glob("fontlist-*.json"):
            os.replace(made, kept / made.name)
