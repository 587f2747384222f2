"""Print the tables of docs/reasoning/explain.md."""

from __future__ import annotations

from tests.rubrics.measuring import tables

print(tables())
