"""A layer whose two references are two small modules, written anew for every test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

import autograder.references
import forwardpass.live
from autograder.references import set_cache

EXACT = """
import numpy as np
from autograder.references import Expected

def double(x, times=2):
    return Expected(np.float64(x) * times, np.full(np.shape(x), 1e-6))

def pair(x):
    return Expected((np.float64(x), {"n": len(x)}), (np.full(np.shape(x), 1e-6), {"n": 0}))

def spoils(x):
    x[:] = 0
    return Expected(np.zeros(np.shape(x)), np.zeros(np.shape(x)))

EXACT = {"double": double, "pair": pair, "spoils": spoils, "alone": double, "bare": lambda x: x}
"""

KERAS = """
import numpy as np
from pathlib import Path

def double(x, times=2):
    with Path(__file__).with_name("calls").open("a") as file:
        file.write("x")
    return np.float32(x) * np.float32(times)

def spoils(x):
    return np.zeros(np.shape(x))

KERAS = {"double": double, "pair": lambda x: [x, {"n": len(x)}], "spoils": spoils, "bare": double}
"""


@dataclass(frozen=True)
class Layer:
    """Where the two modules of one layer lie, and how often its Keras half was called."""

    name: str
    exact: Path
    keras: Path

    @property
    def calls(self) -> int:
        counted = self.keras.with_name("calls")
        return len(counted.read_text()) if counted.exists() else 0


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Layer]:
    """A layer of its own name per test, since modules are imported once; NumPy stands in for Keras."""
    name = f"toy_{abs(hash(str(tmp_path)))}"
    layer = Layer(name, tmp_path / "exact" / f"{name}.py", tmp_path / "keras" / f"{name}.py")
    for path, source, package in (
        (layer.exact, EXACT, autograder.references),
        (layer.keras, KERAS, forwardpass.live),
    ):
        path.parent.mkdir()
        path.write_text(source)
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(path.parent)])
    monkeypatch.setattr(forwardpass.live, "full_precision", nullcontext)
    set_cache(None)
    yield layer
    set_cache(None)
