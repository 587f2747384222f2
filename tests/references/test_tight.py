"""The bounds are tight: an error of 100 units of rounding beyond them is refused, for every stub and every case."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.audit.bank import LAYERS
from autograder.exercises import CaseMaker, of_assignment
from autograder.references import expected, formula_alone
from autograder.references.bounds import U
from forwardpass.compare import compare

CASES = [
    pytest.param(layer, exercise.name, maker, id=f"{layer}-{exercise.name}-{maker.__name__}")
    for layer in LAYERS
    for exercise in of_assignment(layer)
    if exercise.kind == "stub"
    for maker in exercise.cases
]


def moved(value: Any, bound: Any, by: float) -> Any:
    """The value, off by its bound and ``by`` more in one element of its first floating array with a finite bound."""
    if isinstance(value, (tuple, list)):
        parts = list(value)
        for number, (part, allowed) in enumerate(zip(value, bound, strict=True)):
            if np.isfinite(np.asarray(allowed, float)).any() and np.asarray(part).dtype.kind == "f":
                parts[number] = moved(part, allowed, by)
                break
        return tuple(parts)
    array, allowed = np.array(value, np.float64), np.broadcast_to(np.asarray(bound, np.float64), np.shape(value))
    place = np.unravel_index(int(np.argmax(np.isfinite(allowed))), array.shape) if array.ndim else ()
    array[place] += allowed[place] + by * max(1.0, float(np.abs(array[place])))
    return array


@pytest.mark.parametrize(("layer", "stub", "maker"), CASES)
def test_a_hundred_units_beyond_the_bound_are_refused(layer: str, stub: str, maker: CaseMaker) -> None:
    case = maker(np.random.default_rng(11))
    with formula_alone():
        due = expected(layer, stub, case)
    if np.asarray(due.value[0] if isinstance(due.value, tuple) else due.value).dtype.kind != "f":
        assert compare(np.asarray(due.value) + 1, due.value, due.bound) is not None  # whole numbers: 1 is the unit
        return
    assert compare(due.value, due.value, due.bound) is None
    assert compare(moved(due.value, due.bound, 100 * U), due.value, due.bound) is not None
