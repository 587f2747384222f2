"""Asking an implementation by the checks that grade students, in this process or in a sandbox."""

from __future__ import annotations

import copy
import hashlib
import inspect
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import FrameType
from typing import Any

import numpy as np

from autograder.audit.bank import Names
from autograder.graders import Wrong
from autograder.graders.student import Student
from autograder.sandbox import Answer, LimitReached, Raised, Session, StudentFault, Undefined

SECONDS = 10.0  # of one call: a mutant may loop for ever


@dataclass(frozen=True)
class Told:
    """How a check ended, and what it told. ``ours`` names a fault of the grader itself."""

    passed: bool
    message: str = ""
    hint: str = ""
    ours: str = ""


class Direct:
    """Stands for a session: calls go to names of this very process. For code that one would run anyway."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def call(self, name: str, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None, **_: Any) -> Answer:
        """Call a function on copies. Raises ``StudentFault`` for what it does."""
        if name not in self.names:
            raise Undefined(name)
        given, named = copy.deepcopy((list(args), dict(kwargs or {})))
        try:
            with _deadline(), warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                value = self.names[name](*given, **named)
        except StudentFault:
            raise
        except (Exception, SystemExit) as error:
            raise Raised(type(error).__name__) from None
        return Answer(value, given, named, "")


@contextmanager
def _deadline() -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise LimitReached("time")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@cache
def checks_of(layer: str, stub: str) -> tuple[Callable[..., None], ...]:
    """The hidden checks of a stub, in the order of the file."""
    found = [value for name, value in vars(import_module(f"autograder.graders.grade_{layer}")).items()
             if name.startswith("test_")]  # fmt: skip
    marked = [(check, mark) for check in found for mark in getattr(check, "pytestmark", []) if mark.name == "item"]
    return tuple(check for check, mark in marked if mark.kwargs["name"] == stub)


def ask(check: Callable[..., None], session: Direct | Session, layer: str, secret: int) -> Told:
    """Run one check with the hidden cases of a secret."""
    given = {"student": Student(session, layer), "rng": generator(layer, check.__name__, secret)}  # type: ignore[arg-type]
    try:
        check(**{name: given[name] for name in inspect.signature(check).parameters})
    except Wrong as wrong:
        return Told(False, wrong.message, wrong.hint)
    except AssertionError as error:
        return Told(False, str(error).split("\n", 1)[0])
    except Raised as raised:
        return Told(False, f"raised {raised.type_name}", raised.hint)
    except StudentFault as fault:
        return Told(False, str(fault))
    except Exception as error:
        return Told(False, ours=f"{type(error).__name__}: {error}")
    return Told(True)


def generator(layer: str, check: str, secret: int) -> np.random.Generator:
    """Random numbers for one check: as in a course with that secret."""
    digest = hashlib.sha256(f"{secret}\0{layer}\0{check}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))
