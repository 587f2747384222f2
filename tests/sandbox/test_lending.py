"""Functions of the trusted side that student code may call: counted, bounded, and only while they are lent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import numpy as np
import pytest

from autograder.sandbox import Cell, Crashed, LimitReached, Raised, Refusal, Room, Sandbox

from .conftest import TIGHT

TWICE = "def twice(x):\n    return 10 * x\n\ndef f(x):\n    return twice(x) + twice(x=x)\n"


@contextmanager
def opened(sandbox: Sandbox, text: str) -> Iterator[Room]:
    """A room in which ``text`` has run."""
    with sandbox.open() as room:
        room.run([Cell("all", text)])
        yield room


def doubled(x: np.ndarray) -> np.ndarray:
    """Lent."""
    if np.ndim(x) != 2:
        raise Refusal("two axes, please")
    return 2.0 * x


def test_a_lent_function_takes_the_place_of_a_name_for_one_check(sandbox: Sandbox) -> None:
    x = np.arange(6.0).reshape(2, 3)
    with opened(sandbox, TWICE) as room:
        with room.check() as session:
            session.replace("twice", session.lend(doubled, 2))
            assert np.array_equal(session.call("f", [x]).value, 4 * x)
        with room.check() as session:
            assert np.array_equal(session.call("f", [x]).value, 20 * x)


def test_a_lent_function_can_be_an_argument(sandbox: Sandbox) -> None:
    with opened(sandbox, "def apply(box, x):\n    return [box(x), box(2 * x)]\n") as room, room.check() as session:
        answer = session.call("apply", [session.lend(doubled, 5), np.ones((1, 2))]).value
        assert [part.tolist() for part in answer] == [[[2.0, 2.0]], [[4.0, 4.0]]]


@pytest.mark.parametrize(
    ("text", "calls", "said"),
    [
        ("def f(x):\n    return [twice(x) for _ in range(4)]\n", 3, "no more than 3 calls"),
        ("def f(x):\n    return twice(x[0])\n", 3, "two axes, please"),
    ],
)
def test_what_is_refused_is_an_exception_of_the_students_code(
    text: str, calls: int, said: str, sandbox: Sandbox
) -> None:
    with opened(sandbox, text) as room, room.check() as session:
        session.replace("twice", session.lend(doubled, calls))
        with pytest.raises(Raised) as raised:
            session.call("f", [np.ones((1, 2))])
        assert raised.value.type_name == "ValueError" and said in str(raised.value)


def test_a_refusal_can_be_caught_and_the_check_goes_on(sandbox: Sandbox) -> None:
    text = "def f(x):\n    try:\n        twice(x[0])\n    except ValueError as error:\n        return str(error)\n"
    with opened(sandbox, text) as room, room.check() as session:
        session.replace("twice", session.lend(doubled, 2))
        assert session.call("f", [np.ones((1, 2))]).value == "two axes, please"


def test_our_own_fault_in_a_lent_function_is_not_the_students(sandbox: Sandbox) -> None:
    with opened(sandbox, TWICE) as room:
        with pytest.raises(ZeroDivisionError), room.check() as session:
            session.replace("twice", session.lend(lambda x: 1 // 0, 2))
            session.call("f", [np.ones((1, 2))])
        with room.check() as session:
            assert session.call("f", [3]).value == 60


@pytest.mark.parametrize(
    "forged",
    [
        "proxy.loan = 7; return twice(x)",
        "proxy.loan = -1; return twice(x)",
        "proxy.channel.socket.send(b'nonsense of some length'); return twice(x)",
    ],
)
def test_a_forged_loan_ends_the_check(forged: str, sandbox: Sandbox) -> None:
    with opened(sandbox, f"def f(x):\n    proxy = twice; {forged}\n") as room, room.check() as session:
        session.replace("twice", session.lend(doubled, 2))
        with pytest.raises(Crashed):
            session.call("f", [np.ones((1, 2))])


def test_asking_without_end_runs_into_the_limit_of_time(sandbox: Sandbox) -> None:
    text = (
        "def f(x):\n    while True:\n        try:\n            twice(x)\n        except ValueError:\n            pass\n"
    )
    with opened(sandbox, text) as room, room.check(msgspec.structs.replace(TIGHT, check_seconds=3.0)) as session:
        session.replace("twice", session.lend(doubled, 10))
        with pytest.raises(LimitReached) as reached:
            session.call("f", [np.ones((1, 2))])
        assert reached.value.which == "time"
        assert [lent.used for lent in session.lent] == [10]


def test_nothing_is_lent_where_nothing_was(sandbox: Sandbox) -> None:
    text = "def f():\n    return [type(v).__name__ for v in globals().values() if 'Borrowed' in type(v).__name__]\n"
    with opened(sandbox, text) as room, room.check() as session:
        assert session.call("f").value == []
