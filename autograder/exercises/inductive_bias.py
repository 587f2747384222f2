"""What the assignment on inductive bias asks."""

from __future__ import annotations

from autograder.exercises import inductive_bias_measured
from autograder.exercises.model import Exercise

EXERCISES: tuple[Exercise, ...] = (*inductive_bias_measured.EXERCISES,)
