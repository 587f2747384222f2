"""What goes wrong in the assignment on inductive bias: it has no stub, so there is nothing to compare."""

from __future__ import annotations

from autograder.misconceptions import Mistake

MISTAKES: tuple[Mistake, ...] = ()
