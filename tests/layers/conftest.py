"""Claims about what a student constructed are decided by the float64 formula. Keras must decide the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from autograder.references import by_keras


@pytest.fixture(params=["formula", "Keras"])
def decided_both_ways(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run a test twice: claims decided by the formula, and by Keras."""
    with by_keras() if request.param == "Keras" else nullcontext():
        yield
