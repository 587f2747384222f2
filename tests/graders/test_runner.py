"""Grader files run as pytest files, again and again, and every way for a check to end has its verdict."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from textwrap import dedent

import numpy as np
import pytest

from autograder.course import Course
from autograder.graders import runner
from autograder.graders.runner import Checks, GraderFileError
from autograder.reports.model import Verdict
from autograder.sandbox import Answer, Crashed, LimitReached, Raised, RoomFault, Undefined, Unsendable


class Session:
    """Stands for the sandbox: answers from a dictionary."""

    def __init__(self, names):
        self.names = names

    def call(self, name, args=(), kwargs=None, keep=False):
        if name not in self.names:
            raise Undefined(name)
        return Answer(
            value=self.names[name](*args, **(kwargs or {})), inputs_after=args, kwargs_after=kwargs or {}, stdout=""
        )

    def get(self, name):
        return self.names.get(name)


class Room:
    forks = False

    def __init__(self, **names):
        self.names = names
        self.opened = 0

    @contextmanager
    def check(self, limits=None, *, spare=False):
        self.opened += 1
        yield Session(self.names)


def checks(tmp_path, body):
    """A collected grader file."""
    graders = tmp_path / "graders"
    graders.mkdir(exist_ok=True)
    (graders / "grade_toy.py").write_text("import pytest\nfrom autograder.graders import *\n" + dedent(body))
    root = tmp_path / "course"
    root.mkdir(exist_ok=True)
    return Checks(Course(root), "toy", graders)


DOUBLE = '''
    @item("double", weight=3, explanation="Because two.")
    def test_doubles(student):
        """Doubles a number."""
        assert student.double(4) == 8, "Four doubled is not that."

    @item("double")
    def test_doubles_negative_numbers(student):
        assert student.double(-3) == -6

    @item("other")
    def test_other(student):
        """Something else."""
        assert student.value("other") == 1, "no"
'''


def test_the_same_checks_judge_one_submission_after_another(tmp_path):
    with checks(tmp_path, DOUBLE) as toy:
        right = toy.run({"double"}, Room(double=lambda x: 2 * x))
        wrong = toy.run({"double"}, Room(double=abs))
        again = toy.run({"double", "other"}, Room(double=lambda x: 2 * x, other=1))
    assert [r.verdict for r in right] == [Verdict.PASS, Verdict.PASS]
    assert [r.credit for r in right] == [1.0, 1.0]
    assert [r.weight for r in right] == [3.0, 1.0]
    assert [r.title for r in right] == ["Doubles a number.", "doubles negative numbers"]
    assert [r.explanation for r in right] == ["Because two.", ""]
    assert [r.verdict for r in wrong] == [Verdict.WRONG, Verdict.WRONG]
    assert [r.credit for r in wrong] == [0.0, 0.0]
    assert wrong[0].message == "Four doubled is not that."
    assert [r.item for r in again] == ["double", "double", "other"]


def test_values_in_a_plain_assert_are_for_staff_only(tmp_path):
    with checks(tmp_path, DOUBLE) as toy:
        hidden = toy.run({"double"}, Room(double=lambda x: 777))[1]
    assert hidden.message == ""
    assert "777" in hidden.staff


def raising(error):
    def function(*_):
        raise error

    return function


@pytest.mark.parametrize(
    ("error", "verdict", "said"),
    [
        (Raised("ValueError", "hidden input 0.123", "trace"), Verdict.ERR, "raised ValueError"),
        (Raised("Leak_0_123", "m", "trace"), Verdict.ERR, "raised an exception of its own"),
        (LimitReached("time"), Verdict.LIMIT, "took too long"),
        (LimitReached("memory"), Verdict.LIMIT, "too much memory"),
        (Crashed(signal=11), Verdict.ERR, "crashed"),
        (Unsendable("x"), Verdict.WRONG, "neither numbers nor arrays"),
        (RoomFault("ours"), Verdict.GRADER, "A person will look at it"),
        (KeyError("our own bug"), Verdict.GRADER, "A person will look at it"),
    ],
)
def test_what_is_raised_decides_the_verdict(tmp_path, error, verdict, said):
    with checks(tmp_path, DOUBLE) as toy:
        result = toy.run({"double"}, Room(double=raising(error)))[0]
    assert result.verdict is verdict
    assert said in result.message
    assert "0.123" not in result.message and "0_123" not in result.message
    assert result.credit == 0.0


def test_a_function_that_does_not_exist_is_named(tmp_path):
    with checks(tmp_path, DOUBLE) as toy:
        result = toy.run({"double"}, Room())[0]
    assert result.verdict is Verdict.ERR
    assert "`double` does not exist" in result.message


# The text of a grader file under test; nothing is skipped here. A check that stops without passing is held.
@pytest.mark.parametrize(
    "body", ["pytest.skip('no')", "pytest.xfail('no')", "pytest.exit('no')", "raise SystemExit(0)"]
)
def test_a_check_that_stops_without_passing_is_no_credit_and_held(tmp_path, body):
    with checks(tmp_path, f"@item('a')\ndef test_a(student):\n    {body}\n") as toy:
        (result,) = toy.run({"a"}, Room())
        assert (result.verdict, result.credit) == (Verdict.GRADER, 0.0)
        (after,) = toy.run({"a"}, Room())
    assert after.verdict is Verdict.GRADER


def test_a_failing_tear_down_is_no_pass(tmp_path):
    body = """
    @pytest.fixture
    def broken():
        yield
        raise OSError("ours")

    @item("a")
    def test_a(broken):
        pass
    """
    with checks(tmp_path, body) as toy:
        (result,) = toy.run({"a"}, Room())
    assert (result.verdict, result.credit) == (Verdict.GRADER, 0.0)


def test_partial_credit_and_choices(tmp_path):
    body = """
    @item("half")
    def test_half(student):
        credit(0.5, "Half of it.", "Look again.")

    @item("several")
    def test_several(student):
        chosen(student.value("several"), {"a", "c"}, {"b": "B mixes up x and y."})

    @item("one")
    def test_one(student):
        chosen(student.value("one"), "d", {"a": "A is a myth."})
    """
    with checks(tmp_path, body) as toy:
        half, both, one = toy.run({"half", "several", "one"}, Room(several={"a", "b", "c"}, one="A"))
        right = toy.run({"several", "one"}, Room(several=["c", "a"], one=" D "))
        bad = toy.run({"several", "one"}, Room(several={"b", "d", "e"}, one=None))
    assert (half.credit, half.message, half.hint) == (0.5, "Half of it.", "Look again.")
    assert (both.credit, both.hint) == (0.5, "B mixes up x and y.")
    assert (one.credit, one.hint) == (0.0, "A is a myth.")
    assert [r.verdict for r in right] == [Verdict.PASS, Verdict.PASS]
    assert [r.credit for r in bad] == [0.0, 0.0]
    assert "still None" in bad[1].message


@pytest.mark.parametrize(
    ("answer", "right", "passes"),
    [
        (32, 32, True),
        (32.0, 32, True),
        (np.int64(32), 32, True),
        (np.array(32), 32, True),
        (True, 1, False),
        (None, 32, False),
        ("32", 32, False),
        ([4, 2], (4, 2), True),
        ((4, 2, 1), (4, 2), False),
        (np.array([4, 2]), (4, 2), True),
        (float("nan"), 32, False),
        (True, True, True),
    ],
)
def test_exactly(answer, right, passes):
    from autograder.graders import Wrong, exactly

    if passes:
        exactly(answer, right)
    else:
        with pytest.raises(Wrong):
            exactly(answer, right)


def test_a_number_in_quotation_marks_is_told_apart():
    from autograder.graders import Wrong, exactly

    with pytest.raises(Wrong, match="quotation marks"):
        exactly("8", 8)


def test_hidden_cases_are_the_same_for_the_class_and_differ_between_checks_and_courses(tmp_path):
    body = """
    @item("a")
    def test_a(student, rng):
        student.note(float(rng.normal()))

    @item("a")
    def test_b(student, rng):
        student.note(float(rng.normal()))
    """
    seen = []
    with checks(tmp_path, body) as toy:
        for _ in range(2):
            toy.run({"a"}, Room(note=seen.append))
    first, second, third, fourth = seen
    assert (first, second) == (third, fourth)
    assert first != second
    (tmp_path / "elsewhere").mkdir()
    assert Course(tmp_path / "elsewhere").generator("toy", "test_a").normal() != first


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import no_such_module\n", "no_such_module"),
        ("def test_of_nobody(student):\n    pass\n", "test_of_nobody"),
        ("", "holds no check"),
    ],
)
def test_a_faulty_grader_file_is_refused_at_once(tmp_path, body, said):
    with pytest.raises(GraderFileError, match=said), checks(tmp_path, body):
        pass


def test_the_checks_of_a_notebook_live_in_a_file_of_its_own_too(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "notebooks", lambda assignment: (assignment, "toy_more", "toy_without"))
    made = checks(tmp_path, DOUBLE)
    more = '@item("triple")\ndef test_triples(student):\n    assert student.triple(2) == 6\n'
    (tmp_path / "graders" / "grade_toy_more.py").write_text("from autograder.graders import *\n" + more)
    with made:
        assert list(made.names) == ["double", "other", "triple"]
        (result,) = made.run({"triple"}, Room(triple=lambda x: 3 * x))
    assert result.verdict is Verdict.PASS


def test_two_checks_of_one_name_would_share_their_hidden_cases(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "notebooks", lambda assignment: (assignment, "toy_more"))
    made = checks(tmp_path, DOUBLE)
    again = '@item("more")\ndef test_other(student):\n    assert student.other() == 6\n'
    (tmp_path / "graders" / "grade_toy_more.py").write_text("from autograder.graders import *\n" + again)
    with pytest.raises(GraderFileError, match="two checks are called test_other"), made:
        pass


def test_a_missing_grader_file_is_named(tmp_path):
    with pytest.raises(GraderFileError, match=r"grade_nowhere\.py"), Checks(Course(tmp_path), "nowhere", tmp_path):
        pass


def test_grader_files_are_not_collected_by_anybody_elses_pytest(tmp_path, repository):
    import subprocess

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", str(repository / "autograder")],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert "grade_" not in run.stdout


@pytest.mark.parametrize("answer", [np.zeros(2**22, bool), [[0] * 65], tuple(range(10**6)), 10**400, (1, 10**5000)])
def test_an_oversized_prediction_is_wrong_and_costs_nothing(answer):
    from autograder.graders import Wrong, exactly

    with pytest.raises(Wrong):
        exactly(answer, 32)
