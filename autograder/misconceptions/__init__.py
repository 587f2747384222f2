"""What goes wrong: wrong implementations, each with a name in the field's terms and a one-sentence hint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mistake:
    """A wrong NumPy implementation of one stub, with the stub's signature."""

    name: str
    stub: str
    hint: str
    function: Callable[..., Any]
