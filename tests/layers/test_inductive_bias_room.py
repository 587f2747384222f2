"""Boxes in the hands of student code, in a real sandbox: whatever it does with them is its own fault, and costs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.compose import model_answers, read_notebook, with_stubs
from autograder.course import Course
from autograder.graders.box_facts import FACTS, every_kind
from autograder.pipeline import Grader
from autograder.reports.model import Report, Verdict
from autograder.sandbox import Limits
from autograder.submission import read

ROOT = Path(__file__).resolve().parents[2]
NAME = "inductive_bias"
pytestmark = pytest.mark.xdist_group(NAME)


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    limits = {"numpy": Limits(check_seconds=6, submission_seconds=90)}
    with Grader(Course(tmp_path_factory.mktemp("course")), limits=limits) as made:
        yield made


def graded(grader: Grader, text: str, *, others: bool = False) -> Report:
    """Grade a text; all other exercises are right, or not answered at all."""
    source, release = (read_notebook(ROOT / kind / NAME / f"{NAME}.ipynb") for kind in ("source", "release"))
    notebook = with_stubs(model_answers(source, release) if others else release, text)
    return grader.grade(read(nbformat.writes(notebook).encode(), release, assignment=NAME, notebook=NAME))


def is_causal(body: str) -> str:
    return "def is_causal(layer, input_shape):\n" + "\n".join(f"    {line}" for line in body.split("\n"))


@pytest.mark.parametrize(
    ("body", "verdict", "said"),
    [
        ("layer('text')", Verdict.ERR, "ValueError"),
        ("layer(np.zeros((2, 2)))", Verdict.ERR, "ValueError"),
        ("layer(np.full((1, *input_shape), np.nan))", Verdict.ERR, "ValueError"),
        ("layer(np.zeros((1, *input_shape)), [layer])", Verdict.ERR, "ValueError"),
        ("layer([[object()]])", Verdict.ERR, ""),
        ("layer(np.zeros((3000, *input_shape)))", Verdict.ERR, "ValueError"),
        ("layer(np.zeros((1, *input_shape))).no_such_thing", Verdict.ERR, "AttributeError"),
        ("for _ in range(500):\n    layer(np.zeros((1, *input_shape)))", Verdict.WRONG, "more than 60 times"),
        ("while True:\n    try:\n        layer(None)\n    except ValueError:\n        pass", Verdict.LIMIT, "too long"),
        ("layer.loan = 99\nlayer(np.zeros((1, *input_shape)))", Verdict.ERR, "crashed"),
        ("import os\nos._exit(0)", Verdict.ERR, "crashed"),
        ("return layer", Verdict.WRONG, "True or False"),
        ("return [vars(layer)] * 3", Verdict.WRONG, "True or False"),
        ("return not layer(np.zeros((1, *input_shape))).any()", Verdict.WRONG, "Right on"),
    ],
)
def test_what_a_probe_does_to_a_box_costs_this_probe(body: str, verdict: Verdict, said: str, grader: Grader) -> None:
    report = graded(grader, is_causal(body))
    [check] = [check for check in report.checks if check.item == "is_causal"]
    assert (check.verdict, said in check.message) == (verdict, True), check.message


def test_a_probe_that_ends_the_interpreter_costs_nothing_else(grader: Grader) -> None:
    report = graded(grader, is_causal("layer.loan = 99\nlayer(np.zeros((1, *input_shape)))"), others=True)
    assert {name for name, item in report.items().items() if item.credit < 1} == {"is_causal"}


def test_a_function_that_keeps_earlier_boxes_has_no_calls_left_in_them(grader: Grader) -> None:
    kept = "boxes.append((layer, input_shape))\nfirst, shape = boxes[0]\n"
    asks = "for _ in range(15):\n    first(np.zeros((1, *shape)))\nreturn True\n"
    report = graded(grader, "boxes = []\n" + is_causal(kept + asks))
    [check] = [check for check in report.checks if check.item == "is_causal"]
    assert check.verdict is Verdict.WRONG and check.credit == 0


def test_identify_is_told_the_commonest_confusion_and_nothing_of_the_boxes(grader: Grader) -> None:
    said = '{"family": "lstm", "direction": "forward", "return_sequences": True}'
    text = f"def identify(layer, input_shape):\n    return {said}\n"
    report = graded(grader, text)
    told = {(check.message, check.hint) for check in report.checks if check.item == "identify"}
    assert {check.credit for check in report.checks if check.item == "identify"} == {0.0}
    assert ("0 of 6 found, 0 of 4 others taken for one.", "Most often a convolution was taken for an LSTM.") in told


def test_the_number_of_a_box_tells_nothing(grader: Grader) -> None:
    right = [FACTS["is_additive"](box) for box in every_kind(np.random.default_rng(0))]
    text = f"def is_additive(layer, input_shape):\n    return {right}[layer.loan]\n"
    [check] = [check for check in graded(grader, text).checks if check.item == "is_additive"]
    assert check.verdict is Verdict.WRONG and check.credit is not None and check.credit < 0.7, check.message


def test_a_clock_tells_nothing_either(grader: Grader) -> None:
    asks = "layer(np.zeros((256, *input_shape)))"
    least = "0.0015 + 256 * 0.00002 if len(input_shape) == 2 else 0.001 + 256 * 0.00004"
    body = f"    started = perf_counter()\n    {asks}\n    return perf_counter() - started >= ({least}) or None\n"
    report = graded(grader, "from time import perf_counter\ndef is_additive(layer, input_shape):\n" + body)
    [check] = [check for check in report.checks if check.item == "is_additive"]
    assert check.message == "Right on 16 of 16 boxes where the answer is True, on 0 of 14 where it is not."
