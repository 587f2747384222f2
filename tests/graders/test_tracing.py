"""A wrong helper costs its own points and no others: through the path that students' work takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.compose import model_answers, read_notebook, with_stubs
from autograder.course import Course
from autograder.exercises import helpers, of_assignment
from autograder.graders import tracing
from autograder.graders.seeing import probes_of
from autograder.pipeline import Grader
from autograder.reports.model import CheckResult, Report, Verdict
from autograder.sandbox import Refusal
from autograder.submission import read

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("tracing")

SWAPPED = """
def gates(x_t, h, kernel, recurrent_kernel, bias):
    z = x_t @ kernel + h @ recurrent_kernel + bias
    f, i, candidate, o = np.split(z, 4, axis=-1)
    def sigmoid(v):
        return 1 / (1 + np.exp(-v))
    return sigmoid(i), sigmoid(f), np.tanh(candidate), sigmoid(o)
"""
WITHOUT_TANH = """
def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    i, f, candidate, o = gates(x_t, h, kernel, recurrent_kernel, bias)
    c = f * c + i * candidate
    return o * c, c
"""
ALL_IN_ONE = """
def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    units = recurrent_kernel.shape[0]
    h, c = (np.zeros((len(x), units)),) * 2 if initial_state is None else initial_state
    outputs = []
    for t in range(x.shape[1]):
        z = x[:, t] @ kernel + h @ recurrent_kernel + bias
        f, i, candidate, o = np.split(z, 4, axis=-1)
        c = c / (1 + np.exp(-f)) + np.tanh(candidate) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        outputs.append(h)
    output = np.stack(outputs, axis=1) if return_sequences else h
    return (output, h, c) if return_state else output
"""
ENDLESS = """
def lstm(x, kernel, recurrent_kernel, bias, initial_state=None, return_sequences=False, return_state=False):
    h = np.zeros((len(x), len(recurrent_kernel)))
    c, n = h, 0
    while n < x.shape[1]:
        h, c = lstm_step(x[:, n], h, c, kernel, recurrent_kernel, bias)
    return h
"""
# Shared memory outlives the forks of the checks: every call leaves there what it was asked, for the next one to tell.
SMUGGLING = """
import mmap
shared = np.frombuffer(mmap.mmap(-1, 4096))
def gates(x_t, h, kernel, recurrent_kernel, bias):
    seen = shared[0]
    shared[0] = x_t.ravel()[0]
    return (np.full(h.shape, seen),) * 4
"""
CHEAT = """
def gates(x_t, h, kernel, recurrent_kernel, bias):
    return None
def lstm_step(x_t, h, c, kernel, recurrent_kernel, bias):
    return gates(x_t, h, kernel, recurrent_kernel, bias)[:2]
"""


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    with Grader(Course(tmp_path_factory.mktemp("course"))) as made:
        yield made


def graded(grader: Grader, text: str) -> Report:
    source, release = (read_notebook(ROOT / kind / "lstm" / "lstm.ipynb") for kind in ("source", "release"))
    notebook = with_stubs(model_answers(source, release), text)
    return grader.grade(read(nbformat.writes(notebook).encode(), release, assignment="lstm", notebook="lstm"))


def lost(report: Report) -> dict[str, float]:
    return {name: item.credit for name, item in report.items().items() if item.credit < 1}


def test_a_wrong_helper_costs_its_own_points_only_and_feedback_says_so(grader: Grader) -> None:
    report = graded(grader, SWAPPED)
    assert lost(report) == {"gates": 0.0}
    notes = {check.item: check.note for check in report.checks if check.item in ("gates", "lstm_step", "lstm")}
    assert notes["gates"] == ""
    for stub in ("lstm_step", "lstm"):
        assert notes[stub].startswith("Graded with a right `gates` in the place of yours")


def test_two_wrong_helpers_cost_what_each_is_worth(grader: Grader) -> None:
    report = graded(grader, SWAPPED + WITHOUT_TANH)
    assert lost(report) == {"gates": 0.0, "lstm_step": 0.0}
    [note] = {check.note for check in report.checks if check.item == "lstm"}
    assert "`gates` and `lstm_step`" in note


def test_who_does_not_call_the_helper_gets_no_help(grader: Grader) -> None:
    """The loop repeats the mistake of `gates` in code of its own."""
    report = graded(grader, SWAPPED + ALL_IN_ONE)
    assert lost(report) == {"gates": 0.0, "lstm": 0.0}
    assert not any(check.note for check in report.checks if check.item == "lstm")


def test_a_right_helper_does_not_make_a_wrong_step_right(grader: Grader) -> None:
    assert lost(graded(grader, CHEAT)) == {"gates": 0.0, "lstm_step": 0.0}


def test_a_loop_that_never_ends_on_borrowed_helpers_costs_nobody_else_anything(grader: Grader) -> None:
    report = graded(grader, SWAPPED + ENDLESS)
    assert lost(report) == {"gates": 0.0, "lstm": 0.0}
    told = {check.verdict for check in report.checks if check.item == "lstm"}
    assert told == {Verdict.LIMIT}


def test_what_is_drawn_was_asked_before_any_hidden_input(grader: Grader) -> None:
    [shown] = [check.shown for check in graded(grader, SMUGGLING).checks if check.shown and check.item == "gates"]
    public = {0.0, *(float(probe.args[0].ravel()[0]) for probe in probes_of("gates"))}
    assert set(np.frombuffer(shown.numbers, "<f4").tolist()) <= public


def result(item: str, verdict: Verdict = Verdict.WRONG, credit: float = 0.0) -> CheckResult:
    return CheckResult(item=item, check="test", title="", verdict=verdict, credit=credit)


def test_only_the_students_faults_are_traced() -> None:
    earlier = [result("gates"), result("lstm_step", Verdict.GRADER)]
    assert tracing.failed_helpers("lstm", result("lstm"), earlier) == ("gates",)
    assert tracing.failed_helpers("lstm", result("lstm", Verdict.GRADER), earlier) == ()
    assert tracing.failed_helpers("lstm", result("lstm", Verdict.PASS, 1.0), earlier) == ()
    assert tracing.failed_helpers("lstm", result("lstm"), [result("gates", Verdict.PASS, 1.0)]) == ()
    assert tracing.failed_helpers("dense", result("mlp"), [result("relu")]) == ()


def test_a_fault_of_ours_with_right_helpers_changes_nothing() -> None:
    own = result("lstm")
    assert tracing.better(own, result("lstm", Verdict.GRADER), ["gates"]) is own
    assert tracing.better(own, result("lstm", Verdict.ERR), ["gates"]) is own


@pytest.mark.parametrize("layer", ["lstm", "attention", "conv2d"])
def test_helpers_are_stubs_that_come_before(layer: str) -> None:
    stubs = [exercise.name for exercise in of_assignment(layer) if exercise.kind == "stub"]
    for stub in stubs:
        for name in helpers(layer, stub):
            assert stubs.index(name) < stubs.index(stub)


@pytest.mark.parametrize("args", [(np.zeros((500, 500)), np.zeros((500, 500, 4))), (object(),), ("a" * 9, [[]])])
def test_arguments_that_do_not_fit_are_refused(args: tuple[object, ...]) -> None:
    for layer, stub in (("lstm", "gates"), ("conv2d", "match"), ("attention", "attention_weights")):
        with pytest.raises(Refusal):
            tracing.right(layer, stub, *args)
