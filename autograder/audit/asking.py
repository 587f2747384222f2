"""Asking an implementation by the checks that grade students, in this process or in a sandbox."""

from __future__ import annotations

import hashlib
import signal
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np

from autograder.graders import Wrong
from autograder.graders.direct import Direct, run
from autograder.sandbox import LimitReached, Raised, Session, StudentFault

SECONDS = 10.0  # of one call: a mutant may loop for ever
PATIENCE = 120.0  # with Keras, which compiles on its first call


@dataclass(frozen=True)
class Verdict:
    """How a check ended, and what it told. ``ours`` names a fault of the grader itself."""

    passed: bool
    message: str = ""
    hint: str = ""
    ours: str = ""


class Bounded(Direct):
    """Names of this very process, for code that one would run anyway; faults are told as a room tells them."""

    def __init__(self, names: dict[str, Any], seconds: float | None = None) -> None:
        """``seconds``: for one call, ``SECONDS`` by default."""
        super().__init__(names)
        self.seconds = SECONDS if seconds is None else seconds

    def invoke(self, function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call it. Raises ``StudentFault`` for what it does."""
        try:
            with _deadline(self.seconds), warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                return function(*args, **kwargs)
        except StudentFault:
            raise
        except (Exception, SystemExit) as error:
            raise Raised(type(error).__name__) from None


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise LimitReached("time")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def ask(check: Callable[..., None], session: Direct | Session, layer: str, secret: int) -> Verdict:
    """Run one check with the hidden cases of a secret."""
    try:
        run(check, session, layer, generator(layer, check.__name__, secret))
    except Wrong as wrong:
        return Verdict(False, wrong.message, wrong.hint)
    except AssertionError as error:
        return Verdict(False, str(error).split("\n", 1)[0])
    except Raised as raised:
        return Verdict(False, f"raised {raised.type_name}", raised.hint)
    except StudentFault as fault:
        return Verdict(False, str(fault))
    except Exception as error:
        return Verdict(False, ours=f"{type(error).__name__}: {error}")
    return Verdict(True)


def generator(layer: str, check: str, secret: int) -> np.random.Generator:
    """Random numbers for one check: as in a course with that secret."""
    digest = hashlib.sha256(f"{secret}\0{layer}\0{check}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))
