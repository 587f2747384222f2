"""Loops with a branch for each way of asking, in which one branch alone is wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from autograder.misconceptions.lstm_cell import RIGHT

Asked = tuple[bool, bool]  # return_sequences, return_state


def _one_branch(branch: Asked, spoil: Callable[[Any, Any, Any], Any], *args: Any, **options: Any) -> Any:
    """Right, but for calls that ask for exactly ``branch``: there ``spoil`` makes the answer of output, h and c."""
    asked = bool(options.get("return_sequences")), bool(options.get("return_state"))
    if asked != branch:
        return RIGHT.loop(*args, **options)
    output, h, c = RIGHT.loop(*args, **options | {"return_state": True})
    return spoil(output, h, c)


IN_ONE_BRANCH: dict[str, tuple[str, Callable[..., Any]]] = {
    "c-without-options": (
        "Where nothing else is asked for, the layer's output is due: is that h or c?",
        partial(_one_branch, (False, False), lambda output, h, c: c),
    ),
    "time-first-with-sequences-alone": (
        "Where every output is asked for and no state, which axis comes first, batch or time?",
        partial(_one_branch, (True, False), lambda output, h, c: output.swapaxes(0, 1)),
    ),
    "no-output-with-the-state-alone": (
        "Where only the state is asked for besides, the output is still the first of three results.",
        partial(_one_branch, (False, True), lambda output, h, c: (h, c)),
    ),
}
