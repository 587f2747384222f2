"""A function built from others: `check` sends the student to the helper that is wrong by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from forwardpass import check
from forwardpass.check import CheckFailed

GATES = """
def gates(x_t, h, kernel, recurrent_kernel, bias):
    z = x_t @ kernel + h @ recurrent_kernel + bias
    {order} = np.split(z, 4, axis=-1)
    def sigmoid(v):
        return 0.5 + 0.5 * np.tanh(v / 2)
    return sigmoid(i), sigmoid(f), np.tanh(candidate), sigmoid(o)
"""
STEP = """
def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, candidate, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    c = f * c + i * candidate
    return {h}, c
"""


def notebook(*cells: str) -> dict[str, Any]:
    names: dict[str, Any] = {"np": np}
    for cell in cells:
        exec(cell, names)
    return names


def test_the_helper_that_is_wrong_by_itself_is_named() -> None:
    names = notebook(GATES.format(order="f, i, candidate, o"), STEP.format(h="o * np.tanh(c)"))
    with pytest.raises(CheckFailed) as failed:
        check("lstm_step", names["lstm_step"])
    assert "look at gates first: it is wrong by itself, and lstm_step may only follow it" in str(failed.value)


def test_a_right_helper_is_not_blamed() -> None:
    names = notebook(GATES.format(order="i, f, candidate, o"), STEP.format(h="o * c"))
    with pytest.raises(CheckFailed) as failed:
        check("lstm_step", names["lstm_step"])
    assert "look at" not in str(failed.value)


def test_where_the_follower_raises_the_helper_is_named_in_a_note() -> None:
    names = notebook("def gates(*args):\n    return None\n", STEP.format(h="o * np.tanh(c)"))
    with pytest.raises(TypeError) as raised:
        check("lstm_step", names["lstm_step"])
    assert any(note.startswith("look at gates first") for note in raised.value.__notes__)


def test_a_function_without_a_notebook_around_it_blames_nobody() -> None:
    with pytest.raises(CheckFailed) as failed:
        check("lstm_step", np.add)
    assert "look at" not in str(failed.value)
