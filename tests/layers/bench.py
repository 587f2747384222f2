"""What the tests of the four layers share: an assignment's parts by name, and how a function is asked.

A function is asked as the graders ask: it gets a copy of the inputs, its answer is compared within the bound of the
references, the inputs have to come back as they were, and the first case is asked once more at the end.
"""

from __future__ import annotations

import copy
import runpy
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from autograder import references
from autograder.exercises import Case, CaseMaker, of_assignment
from autograder.misconceptions import Mistake
from autograder.references import Expected
from autograder.sandbox import Raised
from forwardpass.compare import compare

SUBMISSIONS = Path(__file__).resolve().parents[1] / "submissions"
INPUTS_CHANGED = "inputs changed"

Function = Callable[..., Any]


class Answer(NamedTuple):
    """What a call gave, and what is left of the copies that it got; named as in the sandbox's answer."""

    value: Any
    inputs_after: tuple[Any, ...]
    kwargs_after: dict[str, Any]


def call(function: Function, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Answer:
    """Call a function with copies of its arguments. What it raises is raised here."""
    given, named = copy.deepcopy((args, dict(kwargs)))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # right styles may overflow on the way to a right answer
        return Answer(function(*given, **named), given, named)


def identical(one: Any, other: Any) -> bool:
    """Whether two arguments are of the same type and the same to the last bit, inside tuples, lists and dicts too."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return bool(one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes())
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(identical(one[key], other[key]) for key in one)
    return bool(one == other)


@dataclass(frozen=True)
class Asked:
    """Stands for a student's function that is asked inside a sandbox."""

    layer: str
    name: str
    function: Function
    public = None

    def answer(self, *args: Any, **kwargs: Any) -> Answer:
        """As the sandbox: what the function raises comes back as ``Raised``."""
        try:
            return call(self.function, args, kwargs)
        except Exception as error:
            raise Raised(type(error).__name__) from None


@dataclass(frozen=True)
class Bench:
    """One layer's assignment on the test bench. ``entropy`` keeps the layers' random numbers apart."""

    layer: str
    entropy: int

    @cached_property
    def stubs(self) -> dict[str, tuple[CaseMaker, ...]]:
        """The makers of the cases of every stub."""
        return {exercise.name: exercise.cases for exercise in of_assignment(self.layer) if exercise.kind == "stub"}

    @property
    def every_case(self) -> list[tuple[str, CaseMaker]]:
        """Every stub with each of its makers."""
        return [(stub, maker) for stub, makers in self.stubs.items() for maker in makers]

    @property
    def exact(self) -> Mapping[str, Callable[..., Expected]]:
        """The float64 formulas."""
        return self._module("autograder.references").EXACT  # type: ignore[no-any-return]

    @property
    def keras(self) -> Mapping[str, Function]:
        """The same stubs in Keras."""
        return self._module("forwardpass.live").KERAS  # type: ignore[no-any-return]

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The bank of wrong implementations."""
        return tuple(self._module("autograder.misconceptions").MISTAKES)

    @property
    def correct(self) -> list[Path]:
        """Submissions in different right styles."""
        return sorted((SUBMISSIONS / "correct" / self.layer).glob("*.py"))

    @property
    def wrong(self) -> list[Path]:
        """Submissions of which every function is wrong."""
        return sorted((SUBMISSIONS / "wrong" / self.layer).glob("*.py"))

    def _module(self, package: str) -> ModuleType:
        return import_module(f"{package}.{self.layer}")

    def generator(self, seed: int) -> np.random.Generator:
        """The generator that a case is drawn from."""
        return np.random.default_rng([self.entropy, seed])

    def cases(self, stub: str, seeds: Iterable[int]) -> list[Case]:
        """All cases of a stub, each drawn from a generator of its own, seed by seed."""
        return [maker(self.generator(seed)) for seed in seeds for maker in self.stubs[stub]]

    def functions(self, path: Path) -> dict[str, Function]:
        """The stubs that a submission defines, run anew so that it remembers nothing; it may not warn on the way."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            names = runpy.run_path(str(path))
        return {stub: names[stub] for stub in self.stubs if stub in names}

    def fault(self, function: Function, stub: str, case: Case) -> str | None:
        """What is wrong with a function's answer to a case asked once, or None."""
        expected = references.expected(self.layer, stub, case)
        try:
            answer = call(function, case.args, case.kwargs)
        except Exception as error:
            return repr(error)
        difference = compare(answer.value, expected.value, expected.bound, reveal=False)
        if difference is not None:
            return difference.message
        given = case.args, dict(case.kwargs)
        return None if identical(given, (answer.inputs_after, answer.kwargs_after)) else INPUTS_CHANGED

    def faults(self, function: Function, stub: str, seeds: Iterable[int], times: int = 1) -> list[str]:
        """The faults over all cases of all seeds, each asked ``times`` in a row, and the first once more at the end."""
        cases = self.cases(stub, seeds)
        asked = [*(case for case in cases for _ in range(times)), cases[0]]
        return [message for case in asked if (message := self.fault(function, stub, case)) is not None]


DENSE, CONV2D, ATTENTION, LSTM = BENCHES = (
    Bench("dense", 2207),
    Bench("conv2d", 1980),
    Bench("attention", 1809),
    Bench("lstm", 1997),
)
