"""Mutants that no input can tell from the model answer, each with the reason.

Keys: the layer, and the line before -> the line after.
"""

EQUIVALENT: dict[tuple[str, str], str] = {}
