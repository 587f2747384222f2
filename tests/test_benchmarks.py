"""Benchmarks measure what they say: the same checks on both sides, classes without two equal files."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pytest

from autograder.exercises import of_assignment
from autograder.sandbox import Undefined
from benchmarks import checking, classes, direct
from benchmarks.pairs import Pair
from benchmarks.scaling import Costs, lines


def right(flat: Any, features: int) -> Any:
    return flat.reshape(len(flat), -1, features)


def wrong(flat: Any, features: int) -> Any:
    return flat.reshape(len(flat), features, -1)


def test_the_other_side_runs_the_very_checks():
    direct.passes("lstm", "to_timesteps", {"to_timesteps": right})
    with pytest.raises(AssertionError, match="shape"):
        direct.passes("lstm", "to_timesteps", {"to_timesteps": wrong})
    with pytest.raises(Undefined):
        direct.passes("lstm", "to_timesteps", {})
    direct.passes("lstm", "database", {"database": {"b", "d", "f"}})
    with pytest.raises(AssertionError):
        direct.passes("lstm", "database", {"database": {"b"}})


def test_a_function_cannot_spoil_the_inputs_of_the_next_call():
    def spoils(flat: Any, features: int) -> Any:
        answer = right(flat, features).copy()
        flat[:] = np.nan
        return answer

    with pytest.raises(AssertionError, match="in place"):
        direct.passes("lstm", "to_timesteps", {"to_timesteps": spoils})


def test_no_two_students_hand_in_the_same_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(classes, "saved", classes.variants)
    made = dict(classes.students("lstm", 45))
    assert len({hashlib.sha256(data).digest() for data in made.values()}) == 45
    assert made == dict(classes.students("lstm", 45))


def test_ratios_are_taken_run_by_run():
    pair = Pair("x", "y", 3, [1.0, 2.0, 4.0], [10.0, 10.0, 10.0], "other")
    assert pair.ratios == [10.0, 5.0, 2.5] and pair.ratio == 5.0


def test_what_larger_classes_need_by_hand():
    table = lines(Costs(0.36, 0.072, 4e5, 5e4, 3e4, 4.5e5, 36, 8e3))
    assert table[2] == "| core-hours | 0.1 | 10.0 | 100.0 |"
    assert table[3] == "| hours of the coordinator's one core | 0.02 | 2.00 | 20.00 |"
    assert table[4] == "| GB handed in | 0.40 | 40.00 | 400.00 |"
    assert table[-2] == "| rows in the gradebook | 36,000 | 3,600,000 | 36,000,000 |"


def test_waiting_is_measured_for_every_stub_without_tensorflow():
    asked = list(checking.questions())
    stubs = {e.name for layer in checking.LAYERS for e in of_assignment(layer) if e.kind == "stub"}
    assert {stub for kind, *_, own in asked for stub in own if kind == "right"} == stubs
    found = checking.measure()
    assert len(found.right) == sum(len(own) for kind, *_, own in asked if kind == "right")
    assert len(found.wrong) == sum(len(own) for kind, *_, own in asked if kind == "wrong") > 100
    assert min(found.right) > 0 and found.imported > 0 and not found.tensorflow


def test_waiting_by_hand():
    one, two = (
        checking.Waiting(0.2, [0.001, 0.002], [0.004], False),
        checking.Waiting(0.4, [0.003, 0.009], [0.006], False),
    )
    assert checking.lines([one, two])[2:] == [
        "| `from forwardpass import check` | 300.0 | 400.0 |",
        "| `check` of a right function (2 of them) | 2.5 | 9.0 |",
        "| `check` of a wrong function (1 of them) | 5.0 | 6.0 |",
        "",
        "TensorFlow was not imported.",
    ]
