"""Pictures on feedback pages: drawn from a report, whatever it holds."""

from __future__ import annotations

import base64
from typing import Any

import msgspec
import nbformat
import numpy as np
import pytest

from autograder.nbgrader_bridge.feedback import FeedbackExporter
from autograder.nbgrader_bridge.pictures import with_pictures
from autograder.nbgrader_bridge.table import SHOWN, checks_output
from autograder.reports.model import CheckResult, ItemResult, Report, Shown, Verdict
from forwardpass import probe_files


def shown(**changes: Any) -> Shown:
    right = np.asarray(probe_files.load("gates").probes[0].value[1])
    made = Shown(
        stub="gates", probe=0, position=1, shape=list(right.shape), numbers=(right + 1).astype("<f4").tobytes()
    )
    return msgspec.structs.replace(made, **changes)


def graded(what: Shown | None) -> nbformat.NotebookNode:
    check = CheckResult(item="gates", check="test", title="All gates", verdict=Verdict.WRONG, credit=0.0, shown=what)
    report = Report(assignment="lstm", notebook="lstm", digest="0", kit="0", isolation="none", checks=[check])
    [check] = Report.from_json(report.to_json()).checks  # as it is stored
    cell = nbformat.v4.new_code_cell("check('gates', gates)")
    cell.outputs = [checks_output(ItemResult(item="gates", credit=0.0, held=False, checks=[check]), 2.0, 0.0)]
    return nbformat.from_dict(nbformat.v4.new_notebook(cells=[cell]))


def test_the_wrong_gate_is_drawn_under_its_checks_with_words_for_those_who_do_not_see_it() -> None:
    made = with_pictures(graded(shown()))
    table, picture = made.cells[0].outputs
    assert "All gates" in table.data["text/html"]
    data = picture.data["text/html"].partition("base64,")[2].partition('"')[0]
    assert base64.b64decode(data).startswith(b"\x89PNG")
    page, _ = FeedbackExporter().from_notebook_node(graded(shown()))
    assert 'alt="forget gate: yours beside Keras' in page
    assert "<figcaption>On a public input. forget gate: yours beside Keras" in page


@pytest.mark.parametrize(
    "what",
    [
        None,
        {"stub": "no such stub"},
        {"probe": 99},
        {"shape": [7, 7]},
        {"numbers": b"123"},
        {"position": 9},
    ],
)
def test_what_another_version_of_the_kit_has_kept_draws_nothing_and_stops_nothing(what: dict[str, Any] | None) -> None:
    notebook = graded(None if what is None else shown(**what))
    assert len(with_pictures(notebook).cells[0].outputs) == 1


def test_a_forged_note_in_an_output_draws_nothing() -> None:
    notebook = graded(None)
    for forged in ("text", 7, ["stub"], {"stub": "gates"}, {"stub": "gates", "probe": "0"}):
        notebook.cells[0].outputs[0].metadata[SHOWN] = forged
        assert len(with_pictures(notebook).cells[0].outputs) == 1
