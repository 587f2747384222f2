"""The picture of what differs, and the same in words."""

from __future__ import annotations

import struct
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from forwardpass import plot
from forwardpass.compare import Difference, compare

SHAPES = [(7,), (2, 5), (2, 3, 4), (2, 3, 4, 5)]


def differing(shape: tuple[int, ...]) -> Difference:
    value = np.linspace(0, 1, int(np.prod(shape))).reshape(shape)
    answer = value.copy()
    answer[(0,) * len(shape)] += 0.5
    found = compare(answer, value, 1e-6)
    assert found is not None
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_a_picture_of_every_number_of_axes_is_small(shape: tuple[int, ...]) -> None:
    png = plot.picture(differing(shape))
    assert png is not None
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    assert width <= 500 and height <= 400


def test_answers_that_are_nowhere_finite_have_a_picture_too() -> None:
    found = compare(np.full((2, 3), np.nan), np.ones((2, 3)), 1e-6)
    assert found is not None
    assert plot.picture(found) is not None
    assert plot.in_words(found) == "Where it differs, output of shape (2, 3):\n  along every axis"


@pytest.mark.parametrize("value", [3.0, np.ones((100, 100))])
def test_no_picture_of_a_number_or_of_too_much(value: Any) -> None:
    found = compare(value + 1, value, 1e-6)
    assert found is not None
    assert plot.picture(found) is None


def test_no_picture_where_shapes_differ() -> None:
    found = compare(np.ones(3), np.ones(4), 1e-6)
    assert found is not None
    assert (plot.picture(found), plot.in_words(found)) == (None, "")


def test_words_name_the_indices_along_each_axis() -> None:
    value = np.zeros((3, 4, 20))
    answer = value.copy()
    answer[:, 1:4, ::2] = 1.0
    answer[0, 1, 0] = 3.0
    found = compare(answer, value, 1e-6)
    assert found is not None
    assert plot.in_words(found).splitlines() == [
        "Where it differs, output of shape (3, 4, 20):",
        "  axis 1: only at 1 to 3 of 0 to 3",
        "  axis 2: only at 0, 2, 4, 6, 8, 10, 12, 14, … of 0 to 19",
        "  largest error 3",
    ]


def test_without_a_notebook_there_are_words_only(capsys: pytest.CaptureFixture[str]) -> None:
    found = differing((2, 5))
    plot.show(found)
    assert capsys.readouterr().out == plot.in_words(found) + "\n"


@pytest.mark.parametrize(
    ("shell", "backend", "inline"),
    [
        (object(), "module://matplotlib_inline.backend_inline", True),
        (object(), "agg", False),
        (None, "module://matplotlib_inline.backend_inline", False),
    ],
)
def test_a_picture_needs_a_shell_and_inline_figures(
    monkeypatch: pytest.MonkeyPatch, shell: Any, backend: str, inline: bool
) -> None:
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.delitem(sys.modules, "matplotlib.pyplot", raising=False)
    monkeypatch.setenv("MPLBACKEND", backend)
    assert plot._inline() is inline
