"""Mutants of the model answers: one operator, number, argument or function of NumPy changed at a time.

Made by cosmic-ray's operators and three more of the same kind. A mutant that no check can tell from what it was made
from stands in ``EQUIVALENT`` with the reason; every other one must be rejected.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from autograder.audit.bank import Entry, model_texts
from autograder.audit.equivalent import EQUIVALENT
from autograder.compose import defined_in
from autograder.exercises import of_assignment

try:
    import parso.python.tree as tree
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.operators.operator import Operator
    from cosmic_ray.operators.provider import OperatorProvider
except ImportError:  # it is among the tools for developing the kit, not among what a course needs
    AVAILABLE, Operator = False, object
else:
    AVAILABLE = True

# They need arguments, or change what no answer has.
LEFT_OUT = ("VariableReplacer", "VariableInserter", "ExceptionReplacer", "RemoveDecorator")
MOST = 10_000  # of one operator in one text
OTHER = {
    "max": "min", "min": "max", "sum": "mean", "mean": "sum", "tanh": "sin", "exp": "expm1", "sqrt": "square",
    "zeros": "ones", "maximum": "minimum", "minimum": "maximum", "abs": "square", "pad": "roll", "floor": "ceil",
    "split": "array_split", "stack": "concatenate", "where": "maximum", "copy": "empty_like",
}  # fmt: skip


class SwapArguments(Operator):  # type: ignore[misc]
    """f(a, b) becomes f(b, a)."""

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Every pair of neighbours among positional arguments."""
        for _ in self._pairs(node):
            yield node.start_pos, node.end_pos

    def _pairs(self, node: Any) -> list[tuple[int, int]]:
        if node.type != "arglist":
            return []
        places = [i for i, child in enumerate(node.children) if child.type not in ("operator", "argument")]
        return list(pairwise(places))

    def mutate(self, node: Any, index: int) -> Any:
        """Swap one pair."""
        one, other = self._pairs(node)[index]
        node.children[one], node.children[other] = node.children[other], node.children[one]
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        """None: they are for cosmic-ray's own tests."""
        return ()


class DropKeyword(SwapArguments):
    """f(a, axis=1) becomes f(a)."""

    def _pairs(self, node: Any) -> list[tuple[int, int]]:
        if node.type != "arglist":
            return []
        return [(i, i) for i, child in enumerate(node.children) if child.type == "argument" and "=" in child.get_code()]

    def mutate(self, node: Any, index: int) -> Any:
        """Drop one, with the comma in front of it."""
        place, _ = self._pairs(node)[index]
        del node.children[max(place - 1, 0) : place + 1]
        return node


class OtherFunction(SwapArguments):
    """np.max becomes np.min."""

    def _pairs(self, node: Any) -> list[tuple[int, int]]:
        return [(0, 0)] if node.type == "name" and node.value in OTHER and node.parent.type == "trailer" else []

    def mutate(self, node: Any, index: int) -> Any:
        """Another name."""
        return tree.Name(OTHER[node.value], node.start_pos, node.prefix)


@cache
def mutants(layer: str) -> tuple[Entry, ...]:
    """Every mutant of a layer's model answers; none where cosmic-ray is not installed."""
    if not AVAILABLE:
        return ()
    stubs = [exercise.name for exercise in of_assignment(layer) if exercise.kind == "stub"]
    provider = OperatorProvider()
    operators = [provider[name]() for name in provider if name not in LEFT_OUT]
    found: dict[str, Entry] = {}
    for text in model_texts(layer):
        defined, original = tuple(stub for stub in stubs if stub in defined_in(text)), _meaning(text)
        for operator in (*operators, SwapArguments(), DropKeyword(), OtherFunction()):
            for occurrence in range(MOST):
                changed = mutate_code(text, operator, occurrence)
                if changed is None:
                    break
                if (meaning := _meaning(changed)) and meaning != original and meaning not in found:
                    name = _difference(text, changed)
                    why = EQUIVALENT.get((layer, name), "")
                    found[meaning] = Entry(layer, "mutant", f"{defined[0]}: {name}", defined, changed, why=why)
    return tuple(found.values())


def _meaning(text: str) -> str:
    """What Python reads, layout apart; empty where it reads nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # `x is "same"`: Python itself warns, and whoever sees that mends it
            compile(text, "mutant", "exec")
            return ast.dump(ast.parse(text))
    except (SyntaxError, SyntaxWarning):
        return ""


def _difference(before: str, after: str) -> str:
    """The line that differs, before and after."""
    changed = [(b.strip(), a.strip()) for b, a in zip(before.split("\n"), after.split("\n"), strict=False) if a != b]
    return " -> ".join(changed[0]) if changed else after
