"""No function of this assignment is compared with Keras, so no known mistake gives known numbers."""

from __future__ import annotations

from autograder.misconceptions import Mistake

MISTAKES: tuple[Mistake, ...] = ()
