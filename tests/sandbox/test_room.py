"""What graders get from a room: cells, checks, calls, handles, faults."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress

import numpy as np
import pytest

from autograder.sandbox import (
    Cell,
    Crashed,
    Handle,
    LimitReached,
    Limits,
    Opaque,
    Raised,
    Sandbox,
    StudentFault,
    Undefined,
    Unsendable,
)
from autograder.sandbox import session as session_module
from autograder.sandbox.limits import Limits as AnyLimits

from .conftest import TIGHT

DEFINITIONS = """
import numpy as np
x = np.arange(3)
calls = []

def affine(x, kernel, bias=0.0):
    return x @ kernel + bias

def greedy(x):
    x[...] = 7
    return x.sum()

def remember(value):
    calls.append(value)
    return len(calls)

def apply(function, x):
    return function(x)

def talk():
    print("hidden")
    return "said"

def fail(text):
    raise ValueError(text)

class Model:
    name = "model"

    def __init__(self, width=2):
        self.width = width

    def weights(self, scale=1):
        return [np.full(self.width, scale)]

    def __call__(self, x):
        return x * self.width

def pair():
    return (1, [2.5, {"a": None}]), {1, 2}

def too_much():
    return [[0] * 60_000, [0] * 60_000]
"""


def run(sandbox: Sandbox, *sources: str, limits: AnyLimits | None = None):
    room = sandbox.open(limits)
    runs = room.run([Cell(f"cell {number}", source) for number, source in enumerate(sources, 1)])
    return room, runs


@pytest.fixture
def room(sandbox: Sandbox):
    with run(sandbox, DEFINITIONS)[0] as found:
        yield found


def test_a_call_returns_the_value_and_what_became_of_the_inputs(room) -> None:
    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    with room.check() as session:
        answer = session.call("affine", (x, np.ones((3, 4), np.float32)), {"bias": 1.0})
        np.testing.assert_array_equal(answer.value, x @ np.ones((3, 4), np.float32) + 1)
        assert answer.value.dtype == np.float32
        assert answer.kwargs_after == {"bias": 1.0}
        changed = session.call("greedy", (x,))
    assert changed.value == 42 and (changed.inputs_after[0] == 7).all()
    assert x.max() == 5


def test_values_of_variables_can_be_fetched(room) -> None:
    with room.check() as session:
        np.testing.assert_array_equal(session.get("x"), [0, 1, 2])
        assert session.get("calls") == []
        assert session.get("affine") == Opaque("function", session.get("affine").why)


def test_containers_come_back_as_they_are(room) -> None:
    with room.check() as session:
        assert session.call("pair").value == ((1, [2.5, {"a": None}]), {1, 2})


def test_every_check_starts_from_the_same_state(room) -> None:
    for _ in range(2):
        with room.check() as session:
            assert session.call("remember", (1,)).value == 1
            assert session.call("remember", (1,)).value == 2


@pytest.mark.parametrize(
    "value",
    ["7", "'text'", "None", "(1, [2.5, {'a': True}])", "{'b', 'd'}", "np.arange(6.0).reshape(2, 3)"],
)
def test_plain_values_are_read_without_a_process_of_their_own(value: str, sandbox: Sandbox) -> None:
    source = f"import numpy as np, os\nx = {value}\nhere = os.getpid()\ndef where(): return os.getpid()"
    with run(sandbox, source)[0] as room, room.check() as session:
        first, before = session.get("x"), session.get("here")
        np.testing.assert_equal(first, eval(value))
        assert session.call("where").value != before  # a call gets one, in the same check
        np.testing.assert_equal(session.get("x"), eval(value))


@pytest.mark.parametrize(
    "value",
    [
        "type('L', (list,), {'__iter__': lambda self: found(self)})()",
        "np.zeros(3).view(type('A', (np.ndarray,), {'tobytes': lambda self: found(self)}))",
        "[type('N', (int,), {'__index__': lambda self: found(self), '__int__': lambda self: found(self)})(3)]",
    ],
)
def test_reading_a_value_of_their_own_making_leaves_no_trace(value: str, sandbox: Sandbox) -> None:
    source = f"import numpy as np\nseen = []\ndef found(x): seen.append(1); return iter(())\nx = {value}"
    with run(sandbox, source)[0] as room:
        with room.check() as session, suppress(StudentFault):
            session.get("x")
        with room.check() as session:
            assert session.get("seen") == []


def test_a_ufunc_arrives_as_that_ufunc(room) -> None:
    with room.check() as session:
        np.testing.assert_array_equal(session.call("apply", (np.negative, np.arange(3))).value, [0, -1, -2])
        np.testing.assert_array_equal(session.call("apply", (np.tanh, np.ones(2))).value, np.tanh(np.ones(2)))


def test_what_cannot_be_sent_in_is_the_graders_mistake(room) -> None:
    with room.check() as session, pytest.raises(TypeError, match="a function cannot be sent into a room"):
        session.call("apply", (lambda x: x, 1))


def test_what_a_call_prints_comes_with_the_answer(room) -> None:
    with room.check() as session:
        answer = session.call("talk")
    assert (answer.value, answer.stdout) == ("said", "hidden\n")


def test_a_handle_names_what_stays_inside(room) -> None:
    with room.check() as session:
        model = session.call("Model", (3,), keep=True).value
        assert model == Handle(model.number, "Model")
        assert session.get_attribute(model, "width") == 3
        assert session.call(model, (5,)).value == 15
        np.testing.assert_array_equal(session.call_method(model, "weights", (), {"scale": 4}).value[0], [4, 4, 4])
        assert session.call("apply", (model, 2)).value == 6


def test_an_exception_is_told_with_type_message_and_traceback(room) -> None:
    with room.check() as session, pytest.raises(Raised) as raised:
        session.call("fail", ("shapes differ",))
    assert (raised.value.type_name, raised.value.message) == ("ValueError", "shapes differ")
    assert "in fail" in raised.value.traceback


def test_long_messages_are_cut(room) -> None:
    with room.check() as session, pytest.raises(Raised) as raised:
        session.call("fail", ("x" * 500_000,))
    assert len(raised.value.message) <= 2_000 and len(raised.value.traceback) <= 20_000


def test_a_session_goes_on_after_an_exception(room) -> None:
    with room.check() as session:
        with pytest.raises(Raised):
            session.call("fail", ("no",))
        assert session.call("remember", (0,)).value == 1


def test_a_name_that_is_not_defined_is_named(room) -> None:
    with room.check() as session, pytest.raises(Undefined, match="conv2d is not defined"):
        session.call("conv2d", (1,))


def test_an_answer_that_is_too_large_is_unsendable(room) -> None:
    with room.check() as session, pytest.raises(Unsendable, match="more than"):
        session.call("too_much")


def test_a_cell_that_raises_stops_nothing(sandbox: Sandbox) -> None:
    room, runs = run(sandbox, "a = 1", "1 / 0", "b = a + 1")
    with room:
        assert isinstance(runs[1].fault, Raised) and runs[1].fault.type_name == "ZeroDivisionError"
        assert [one.fault for one in (runs[0], runs[2])] == [None, None]
        assert [one.execution_count for one in runs] == [1, 2, 3]
        with room.check() as session:
            assert session.get("b") == 2


def test_an_empty_cell_is_not_counted(sandbox: Sandbox) -> None:
    room, runs = run(sandbox, "1", "  \n", "2")
    with room:
        assert [one.execution_count for one in runs] == [1, None, 2]


def test_a_cell_over_its_time_is_left_out_and_the_others_are_kept(sandbox: Sandbox) -> None:
    room, runs = run(sandbox, "a = 1", "b = 2\nwhile True: pass", "c = a + 1", limits=Limits(cell_seconds=3.0))
    with room:
        assert isinstance(runs[1].fault, LimitReached) and runs[1].fault.which == "time"
        assert runs[1].outputs[0]["evalue"] == "took longer than the time limit"
        assert runs[2].fault is None and runs[2].execution_count == 3
        with room.check() as session:
            assert session.get("c") == 2
            with pytest.raises(Undefined):
                session.get("b")


def test_output_over_the_limit_is_cut_and_the_cell_is_named(sandbox: Sandbox) -> None:
    room, runs = run(sandbox, "print('x' * 10**6)\na = 1", "print('fine')")
    with room:
        assert isinstance(runs[0].fault, LimitReached) and runs[0].fault.which == "output"
        assert len(runs[0].outputs[0]["text"]) == TIGHT.output_bytes
        assert runs[0].outputs[1]["evalue"] == "printed more than allowed"
        assert runs[1].fault is None and runs[1].outputs[0]["text"] == "fine\n"
        with room.check() as session:
            assert session.get("a") == 1


def test_a_check_over_its_time_costs_that_check_only(sandbox: Sandbox) -> None:
    limits = Limits(check_seconds=3.0)
    with run(sandbox, "import time\ndef wait(): time.sleep(60)\ndef one(): return 1", limits=limits)[0] as room:
        with room.check() as session:
            with pytest.raises(LimitReached, match="time limit"):
                session.call("wait")
            with pytest.raises(LimitReached, match="time limit"):
                session.call("one")
        with room.check() as session:
            assert session.call("one").value == 1


def test_the_budget_of_a_submission_ends_everything(sandbox: Sandbox) -> None:
    limits = Limits(submission_seconds=6.0)  # the cells get four of them
    room, runs = run(sandbox, "import time\ntime.sleep(1.5)", "time.sleep(60)", "1", limits=limits)
    with room:
        assert [one.fault and str(one.fault) for one in runs] == [
            None,
            *["the time for the whole notebook is used up"] * 2,
        ]
        with room.check() as session, pytest.raises(LimitReached) as reached:
            session.get("time")
        assert reached.value.which == "budget"


def test_what_was_cut_short_is_not_called_undefined(sandbox: Sandbox) -> None:
    limits = Limits(cell_seconds=30.0, submission_seconds=9.0)
    cells = ["import time\ndef f(): return 1", *["time.sleep(1.5)"] * 6, "def g(): return 2"]
    room, runs = run(sandbox, *cells, limits=limits)
    with room:
        assert isinstance(runs[-1].fault, LimitReached) and runs[-1].fault.which == "budget"
        with room.check() as session:
            assert session.call("f").value == 1
            with pytest.raises(LimitReached, match="whole notebook"):
                session.call("g")


def test_the_same_notebook_draws_the_same_numbers(sandbox: Sandbox) -> None:
    source = """
import random
import numpy as np
def draw(): return random.random(), np.random.rand()
a = draw()
"""
    found = []
    for _ in range(2):
        with run(sandbox, source)[0] as room:
            with room.check() as session:
                found.append((session.get("a"), session.call("draw").value))
            with room.check() as session:
                found.append((session.get("a"), session.call("draw").value))
    assert found == [found[0]] * 4


def test_a_room_knows_nothing_of_the_one_before(sandbox: Sandbox) -> None:
    with run(sandbox, "import numpy as np\nnp.tanh = None\nsecret = 1\nopen('left', 'w').write('x')")[0]:
        pass
    look = "import numpy as np, os\nfound = [np.tanh is None, os.listdir(), os.listdir('/tmp')]"
    with run(sandbox, look)[0] as room, room.check() as session:
        assert session.get("found") == [False, [], []]
        with pytest.raises(Undefined):
            session.get("secret")


def test_two_rooms_can_be_open_at_once(sandbox: Sandbox) -> None:
    with run(sandbox, "a = 1")[0] as one, run(sandbox, "a = 2")[0] as two:
        for room, value in ((two, 2), (one, 1)):
            with room.check() as session:
                assert session.get("a") == value


def test_the_warm_process_is_started_again_when_it_has_died() -> None:
    with Sandbox("numpy", limits=TIGHT) as sandbox:
        assert sandbox.warm is not None
        sandbox.warm.process.kill()
        sandbox.warm.process.wait()
        with run(sandbox, "a = 1")[0] as room, room.check() as session:
            assert session.get("a") == 1


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="torch"):
        Sandbox("torch")  # type: ignore[arg-type]


def test_a_fault_is_never_both_kinds() -> None:
    from autograder.sandbox import RoomFault, Unavailable

    assert issubclass(Unavailable, RoomFault) and not issubclass(RoomFault, StudentFault)
    assert all(issubclass(kind, StudentFault) for kind in (Raised, LimitReached, Crashed, Undefined, Unsendable))


def test_what_cells_leave_running_costs_no_check_its_processes(sandbox: Sandbox) -> None:
    left = "import subprocess\ntry:\n    while True: subprocess.Popen(['sleep', '1000'], start_new_session=True)\n"
    with sandbox.open() as room:
        room.run(
            [
                Cell("a", left + "except OSError: pass"),
                Cell("b", "import os\ndef f(): return len(os.popen('ls /').read())"),
            ]
        )
        with room.check() as session:
            assert session.call("f").value > 0


def test_a_check_may_start_a_program_that_writes_where_python_prints(sandbox: Sandbox) -> None:
    source = """
import subprocess, sys
def f():
    print("before")
    return subprocess.run(["echo", "unseen"], stdout=sys.stdout, stderr=sys.stderr).returncode
"""
    with sandbox.open() as room:
        room.run([Cell("a", source)])
        with room.check() as session:
            answer = session.call("f")
    assert (answer.value, answer.stdout) == (0, "before\n")


def test_reading_an_answer_is_charged_to_the_check_and_to_the_submission(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sandbox.open() as room:
        room.run([Cell("a", "def f(): return 1")])
        clock = time.monotonic
        ahead = 0.0
        read = session_module.Reader.read

        def slow(reader: session_module.Reader, depth: int = 0) -> object:
            nonlocal ahead
            ahead += 1000.0
            return read(reader, depth)

        monkeypatch.setattr(session_module.Reader, "read", slow)
        monkeypatch.setattr(session_module.time, "monotonic", lambda: clock() + ahead)
        with room.check() as session:
            assert session.call("f").value == 1
            assert session.left < 0 and room.budget.left < 0
            with pytest.raises(LimitReached):
                session.call("f")


@pytest.mark.parametrize("module", ["autograder.workers", "autograder.nbgrader_bridge.exporter"])
def test_what_starts_a_sandbox_does_not_wait_for_numpy(module: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print('numpy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "False\n"
