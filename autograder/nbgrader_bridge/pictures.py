"""Pictures on feedback pages: a wrong answer to a public input beside what is right.

They are drawn when feedback is made, so that grading a class does not wait for them.
"""

from __future__ import annotations

import base64
import copy
from html import escape
from typing import Any

import msgspec
import numpy as np
from nbformat import NotebookNode

from autograder.nbgrader_bridge.table import SHOWN
from autograder.reports.model import Shown
from forwardpass import probe_files
from forwardpass.views import View, differing_part, view


def with_pictures(nb: NotebookNode) -> NotebookNode:
    """A graded notebook with a picture under every table of checks that has something to show."""
    drawn = copy.deepcopy(nb)
    for cell in drawn.cells:
        for place, output in reversed(list(enumerate(cell.get("outputs", [])))):
            if made := _picture(output.get("metadata", {}).get(SHOWN)):
                cell.outputs.insert(place + 1, _output(made))
    return drawn


def _picture(shown: Any) -> View | None:
    try:
        seen = msgspec.convert(shown, Shown)
        exercise = probe_files.load(seen.stub)
        probe = exercise.probes[seen.probe]
        got: Any = np.frombuffer(seen.numbers, "<f4").reshape(seen.shape).astype(np.float64)
    except (msgspec.ValidationError, KeyError, IndexError, ValueError):
        return None  # graded by another version of the kit, whose public inputs were others
    if isinstance(probe.value, tuple):
        got = tuple(got if number == seen.position else right for number, right in enumerate(probe.value))
    part = differing_part(seen.stub, got, probe)
    return None if part is None else view(exercise.layer, seen.stub, probe, part)


def _output(made: View) -> NotebookNode:
    """A figure with its words below it: nbconvert's templates drop the text alternative of a bare picture."""
    words, data = escape(made.words), base64.b64encode(made.png).decode("ascii")
    html = (
        f'<figure style="margin: 8px 0"><img src="data:image/png;base64,{data}" alt="{words}">'
        f"<figcaption>On a public input. {words}</figcaption></figure>"
    )
    return NotebookNode(output_type="display_data", metadata={}, data={"text/html": html, "text/plain": made.words})
