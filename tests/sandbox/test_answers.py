"""What arrives in the trusted process when a student's function returns something unusual."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.sandbox import Cell, Opaque, Sandbox


def returned(sandbox: Sandbox, expression: str, before: str = "") -> object:
    """What arrives when a function returns ``expression``."""
    with sandbox.open() as room:
        room.run([Cell("all", f"import numpy as np\n{before}\ndef f(): return {expression}")])
        with room.check() as session:
            return session.call("f").value


@pytest.mark.parametrize(
    "expression",
    [
        "type('A', (), {'__eq__': lambda s, o: True})()",
        "np.ma.masked_all(3)",
        "(i for i in range(3))",
        "np.array([object()])",
        "lambda: 1",
        "np.broadcast_to(np.float64(1), (10**6, 10**6))",
        "type('A', (), {'__array__': lambda *a, **k: 1 / 0})()",
        "type('A', (), {'__array_interface__': {'shape': (2**40,), 'data': (1, False), 'typestr': '<f8'}})()",
        "{1: 2}",
        "'\\ud800'",
    ],
)
def test_what_pretends_to_be_an_answer_stays_inside(expression: str, sandbox: Sandbox) -> None:
    match returned(sandbox, f"[1, {expression}]"):
        case [1, Opaque()]:
            pass
        case other:
            pytest.fail(f"{other!r} arrived")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("type('I', (int,), {'__eq__': lambda s, o: True})(3)", 3),
        ("type('L', (list,), {'__len__': lambda s: 0})([1])", [1]),
        ("type('S', (str,), {'__eq__': lambda s, o: True})('a')", "a"),
        ("type('D', (dict,), {'get': None})(a=1)", {"a": 1}),
        ("__import__('collections').namedtuple('P', 'x y')(1, 2)", (1, 2)),
    ],
)
def test_subclasses_arrive_as_what_they_are_underneath(expression: str, value: object, sandbox: Sandbox) -> None:
    found = returned(sandbox, expression)
    assert found == value and type(found) is type(value)


def test_an_array_of_a_class_that_equals_everything_arrives_as_its_bytes(sandbox: Sandbox) -> None:
    before = "class A(np.ndarray):\n    __eq__ = lambda s, o: True\n    tobytes = lambda s: b''\n"
    found = returned(sandbox, "np.arange(3.0).view(A)", before)
    assert type(found) is np.ndarray
    np.testing.assert_array_equal(found, np.arange(3.0))


def test_an_array_that_numpy_was_patched_for_arrives_as_its_bytes(sandbox: Sandbox) -> None:
    patch = "np.allclose = np.array_equal = np.testing.assert_allclose = lambda *a, **k: True"
    found = returned(sandbox, "np.zeros(2)", patch)
    assert type(found) is np.ndarray
    np.testing.assert_array_equal(found, np.zeros(2))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("np.str_('a')", "a"),
        ("{np.str_('a'), 'b'}", {"a", "b"}),
        ("{np.int64(1), np.float64(2.5), np.bool_(True)}", {1, 2.5}),
        ("frozenset([np.complex128(1j)])", frozenset([1j])),
    ],
)
def test_numbers_and_texts_of_numpy_arrive_as_those_of_python(expression: str, value: object, sandbox: Sandbox) -> None:
    found = returned(sandbox, expression)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("np.array(['a', 'b'])", "dtype <U1 cannot be handed in; a list of texts can (.tolist())"),
        ("np.array([1, None])", "dtype object cannot be handed in; its values must be numbers of one type"),
        ("{np.longdouble(1)}", "a set that holds more than numbers and text"),
        ("{(1, 2)}", "a set that holds more than numbers and text"),
    ],
)
def test_what_cannot_cross_says_why(expression: str, why: str, sandbox: Sandbox) -> None:
    found = returned(sandbox, expression)
    assert isinstance(found, Opaque) and found.why == why


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("np.longdouble(0.1)", np.float64(0.1)),
        ("np.array([1.5, -2.0], np.longdouble)", np.array([1.5, -2.0])),
        ("np.ones(2, np.clongdouble)", np.ones(2, np.complex128)),
        ("np.ma.array([1.5, 2.0])", np.array([1.5, 2.0])),
        ("np.matrix([[1.5, 2.0]])", np.array([[1.5, 2.0]])),
        ("type('Table', (), {'__array__': lambda self, dtype=None, copy=None: np.array([3.0])})()", np.array([3.0])),
    ],
)
def test_what_stands_for_an_array_arrives_as_one(expression: str, value: np.ndarray, sandbox: Sandbox) -> None:
    found = returned(sandbox, expression)
    assert type(found) is type(value) and found.dtype == value.dtype
    np.testing.assert_array_equal(found, value)


def test_a_masked_value_is_no_answer(sandbox: Sandbox) -> None:
    found = returned(sandbox, "np.ma.array([1.0, 2.0], mask=[True, False])")
    assert isinstance(found, Opaque) and found.why == "a masked array with values that are masked"
