"""What holds for the length of a block, everywhere in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Setting(Generic[Value]):
    """A value of a module that a caller may change for the length of a block."""

    def __init__(self, value: Value) -> None:
        """``value`` holds outside of all blocks."""
        self.value = value

    @contextmanager
    def during(self, value: Value) -> Iterator[Value]:
        """Have ``value`` while the block runs, and what was before it afterwards."""
        before, self.value = self.value, value
        try:
            yield value
        finally:
            self.value = before
