"""One warm sandbox for all tests of a process; every test opens rooms of its own."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from autograder.sandbox import Limits, Sandbox

#: Tight, so that an attack ends soon, and loose enough that a busy machine does not end honest cells.
TIGHT = Limits(
    cell_seconds=10.0,
    check_seconds=5.0,
    submission_seconds=60.0,
    cpu_seconds=30,
    memory_mb=300,
    processes=24,
    file_mb=16,
    open_files=128,
    output_bytes=100_000,
)
#: For attacks that end by another limit than time: a busy machine may be slow to get there.
PATIENT = msgspec.structs.replace(TIGHT, cell_seconds=20.0, check_seconds=10.0)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A warm sandbox of profile numpy with tight limits."""
    with Sandbox("numpy", limits=TIGHT) as found:
        yield found
