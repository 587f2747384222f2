"""Rubrics of `explain` questions: what an answer must say, and what a machine may remark before a person decides."""

from .model import PATTERN, Criterion, Exemplar, Misconception, Rubric, RubricError, load, points_differ, released
from .suggest import Near, Reading, Suggestion, read

__all__ = [
    "PATTERN", "Criterion", "Exemplar", "Misconception", "Near", "Reading", "Rubric", "RubricError", "Suggestion",
    "load", "points_differ", "read", "released",
]  # fmt: skip
