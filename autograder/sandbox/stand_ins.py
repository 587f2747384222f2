"""Stand-ins for deep-learning libraries in the NumPy room: they import, and explain themselves when they are used.

The libraries are kept out by absence; this is only so that ``import keras`` in a cell that explores does not stop a
notebook whose answers are NumPy.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Final, NoReturn

NAMES: Final = frozenset({"keras", "tensorflow", "torch", "jax", "flax", "sklearn", "tf_keras", "equinox"})


class NotInThisRoom(ImportError):
    """A deep-learning library was used in a notebook whose exercises are NumPy."""


def explain(name: str) -> NoReturn:
    """Raise the sentence that students read."""
    library = name.partition(".")[0]
    raise NotInThisRoom(
        f"{name} was used, but {library} is not installed where this notebook is graded: its exercises are to be "
        f"solved with NumPy. Cells that only try out {library} may fail here; they cost nothing.",
        name=library,
    )


class StandIn:
    """Whatever was imported from a library that is not here."""

    def __init__(self, name: str) -> None:
        self.__dict__["_name"] = name

    def __repr__(self) -> str:
        """The name, without an explanation: showing is not using."""
        return f"<{self._name}: not installed where this notebook is graded>"

    def __getattr__(self, name: str) -> StandIn:
        """A stand-in for an attribute."""
        if name.startswith("_"):
            raise AttributeError(name)
        return StandIn(f"{self._name}.{name}")

    def __mro_entries__(self, bases: tuple[Any, ...]) -> NoReturn:
        """Subclassing is using."""
        explain(str(self._name))

    def _used(self, *args: Any, **kwargs: Any) -> NoReturn:
        explain(str(self._name))

    __call__ = __getitem__ = __iter__ = __len__ = __bool__ = __setattr__ = __array__ = __float__ = __int__ = _used
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __matmul__ = _used
    __rmatmul__ = __enter__ = __exit__ = __lt__ = __gt__ = __neg__ = __contains__ = _used


class StandInModule(ModuleType):
    """A module of a library that is not here: every public name is a stand-in."""

    def __getattr__(self, name: str) -> Any:
        """A stand-in for a name of the module."""
        if name.startswith("_"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return StandIn(f"{self.__name__}.{name}")


class Finder(MetaPathFinder, Loader):
    """Finds every module of the libraries in ``NAMES``."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A specification where the library is one of ours."""
        if fullname.partition(".")[0] in NAMES:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty stand-in."""
        return StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to execute."""


def install() -> None:
    """Put the finder behind all others, so that it never hides a module that exists."""
    sys.meta_path.append(Finder())
