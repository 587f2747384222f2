"""What ``compare`` accepts, what it refuses, and in which words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from forwardpass.compare import STAGES, Difference, agrees, as_array, compare

SHAPES = arrays.array_shapes(min_dims=0, max_dims=4, min_side=1, max_side=4)
FINITE = st.floats(-1e6, 1e6, allow_nan=False)
VALUES = arrays.arrays(np.float64, SHAPES, elements=FINITE)
V = np.arange(10.0).reshape(2, 5) / 3


def difference(answer: Any, value: Any, bound: Any = 1e-6, **kwargs: Any) -> Difference:
    found = compare(answer, value, bound, **kwargs)
    assert found is not None
    return found


# What is right


@given(VALUES, st.floats(1e-6, 10), st.data())
def test_within_the_bound_is_right_whatever_the_shape(value: Any, bound: float, data: Any) -> None:
    offset = data.draw(arrays.arrays(np.float64, value.shape, elements=st.floats(-0.5, 0.5)))
    assert compare(value + offset * bound, value, np.full(value.shape, bound)) is None


@given(VALUES, st.floats(1e-3, 10), st.data())
def test_one_element_beyond_the_bound_is_found_wherever_it_is(value: Any, bound: float, data: Any) -> None:
    index = data.draw(st.tuples(*(st.integers(0, length - 1) for length in value.shape)))
    answer = value.copy()
    answer[index] += data.draw(st.sampled_from([-1.5, 1.5, 100.0])) * bound
    found = difference(answer, value, np.full(value.shape, bound))
    assert (found.stage, found.count, found.total, found.index) == ("value", 1, value.size, index)
    assert found.worst == pytest.approx(abs(answer[index] - value[index]))


@given(SHAPES, SHAPES)
def test_other_shapes_are_never_broadcast(got: tuple[int, ...], due: tuple[int, ...]) -> None:
    assume(got != due)
    found = difference(np.ones(got), np.ones(due), 1.0)
    assert (found.stage, found.got_shape, found.expected_shape) == ("shape", got, due)


@given(st.lists(VALUES, min_size=1, max_size=4), st.integers(0, 3), st.booleans())
def test_every_part_of_every_structure_counts(parts: list[Any], position: int, as_list: bool) -> None:
    assume(position < len(parts))
    value, bound = tuple(parts), tuple(np.full(part.shape, 1e-3) for part in parts)
    answer = [part.copy() for part in parts]
    assert compare(answer if as_list else tuple(answer), value, bound) is None
    assert compare({"a": answer, "b": answer[0]}, {"a": value, "b": parts[0]}, {"a": bound, "b": bound[0]}) is None
    answer[position] = answer[position] + 1.0
    found = difference(answer if as_list else tuple(answer), value, bound, name="f")
    assert found.message.startswith(f"result {position + 1} of {len(parts)} of f ")


@given(VALUES, st.sampled_from([np.nan, np.inf, -np.inf]), st.data())
def test_nothing_that_is_not_finite_is_close_to_anything(value: Any, odd: float, data: Any) -> None:
    index = data.draw(st.tuples(*(st.integers(0, length - 1) for length in value.shape)))
    answer = value.copy()
    answer[index] = odd
    found = difference(answer, value, np.full(value.shape, 1e300))
    assert (found.stage, found.count, found.index) == ("finite", 1, index)


@pytest.mark.parametrize(
    "answer",
    [
        V.astype(np.float32),
        V.astype(np.longdouble),
        V.astype(">f8"),
        np.asfortranarray(V),
        np.repeat(V, 2, axis=1)[:, ::2],
        V.tolist(),
        tuple(map(tuple, V)),
        [V[0], V[1]],
        V.view(type("Subclass", (np.ndarray,), {})),
        np.ma.MaskedArray(V),
    ],
)
def test_styles_of_a_right_answer(answer: Any) -> None:
    assert compare(answer, V, 1e-6) is None


def test_one_array_stands_for_several_results_only_where_it_stacks_them() -> None:
    value, bound = (V, 2 * V, 3 * V), (0.0, 0.0, 0.0)
    assert compare([V, 2 * V, 3 * V], value, bound) is None
    assert compare(np.stack(value), value, bound) is None
    assert difference(np.stack([V, 3 * V, 2 * V]), value, bound).stage == "value"
    found = difference(np.ones((3, *V.shape[1:])), value, bound, name="lstm")
    assert (found.stage, found.message) == ("structure", "lstm gives one array where 3 results are due")


def test_tensors_convert_by_themselves_or_after_detaching() -> None:
    class Tensor:
        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            return V

    class OnTheGpu:
        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            raise TypeError("on a GPU")

        def detach(self) -> Any:
            return self

        def cpu(self) -> Any:
            return self

        def numpy(self) -> Any:
            return V

    assert compare(Tensor(), V, 0.0) is None
    assert compare(OnTheGpu(), V, 0.0) is None


def test_whole_numbers_and_decimals() -> None:
    assert compare(3.0, 3, 0) is None  # an integral float where an integer is due
    assert compare(np.array([1, 2]), np.array([1.0, 2.0]), 1e-9) is None  # integers that agree where floats are due
    assert compare(np.uint64(2**63 + 1), np.uint64(2**63 + 1), 0) is None
    assert difference(np.uint64(2**63 + 1), np.uint64(2**63), 0).stage == "value"


def test_an_infinite_bound_lets_anything_be_right() -> None:
    bound = np.array([1e-6, np.inf, np.inf, np.inf])
    value = np.array([1.0, 2.0, 3.0, 4.0])
    assert compare(np.array([1.0, np.nan, -np.inf, -1e9]), value, bound) is None
    found = difference(np.array([2.0, np.nan, -np.inf, -1e9]), value, bound)
    assert (found.count, found.index) == (1, (0,))
    assert found.error is not None
    assert found.error.tolist() == [1.0, 0.0, 0.0, 0.0]


def test_where_infinity_or_nan_is_due() -> None:
    value = np.array([np.inf, -np.inf, np.nan, 1.0])
    assert compare(value.copy(), value, 1e-6) is None
    assert difference(np.array([-np.inf, -np.inf, np.nan, 1.0]), value).count == 1


# What is told first, and how

TOLD = [
    (None, V, "missing", "f is missing: not written yet, or without a return"),
    (..., V, "missing", "f is missing: not written yet, or without a return"),
    ((V, None), (V, V), "missing", "result 2 of 2 of f is missing: not written yet, or without a return"),
    ("text", V, "type", "f should be an array, but got text"),
    ((x for x in V), V, "type", "f should be an array, but got a generator, which has computed nothing yet"),
    (map(abs, V), V, "type", "f should be an array, but got a map, which has computed nothing yet"),
    (lambda: V, V, "type", "f should be an array, but got a function that was not called"),
    (dict, V, "type", "f should be an array, but got a class, not an object made from it"),
    ({"h": V}, V, "type", "f should be an array, but got a dict"),
    (object(), V, "type", "f should be an array, but got an object"),
    ([[1], [1, 2]], V, "type", "f should be an array, but got a list that does not convert to one array"),
    (np.array(["a"]), V, "type", "f should be an array, but got an array of something else than numbers"),
    (np.ma.masked_less(V, 1), V, "type", "f should be an array, but got a masked array: masked entries are no numbers"),
    ("4", 4, "type", "f should be a number, but got text"),
    (4, "a", "type", "f should be text, but got a whole number"),
    (4, {"h": V}, "type", "f should be a dict, but got a whole number"),
    ("hc", (V, V), "type", "f should be 2 results, but got text"),
    (V, None, "type", "f should be None"),
    (V, (V, V, V), "structure", "f gives one array where 3 results are due"),
    (2.0, (V, V), "structure", "f gives one number where 2 results are due"),
    ((V,), (V, V), "structure", "f gives 1 result where 2 are due"),
    ((V, V, V), (V, V), "structure", "f gives 3 results where 2 are due"),
    ((V, V), V, "structure", "f gives 2 results where one array is due"),
    ((V, V[0]), V, "structure", "f gives 2 results where one array is due"),
    ({"h": V}, {"h": V, "c": V}, "structure", "f lacks 'c'; due are 'h', 'c'"),
    ({"h": V, "c": V}, {"h": V}, "structure", "f has other keys besides; due are 'h'"),
    (V.T, V, "shape", "f has shape (5, 2), expected (2, 5): it looks transposed"),
    (V[None], V, "shape", "f has shape (1, 2, 5), expected (2, 5): it has an axis of length 1 too many"),
    ((V,), V, "shape", "f has shape (1, 2, 5), expected (2, 5): a trailing comma makes a tuple"),
    (V[0, :, None], V[0], "shape", "f has shape (5, 1), expected (5,): a column is not a vector"),
    (V[:1], V[0], "shape", "f has shape (1, 5), expected (5,): a row is not a vector"),
    (V[0], V[:1], "shape", "f has shape (5,), expected (1, 5): it lacks an axis of length 1"),
    (V[0], V, "shape", "f has shape (5,), expected (2, 5): the first axis (the batch) got lost"),
    (V[:, 0], V, "shape", "f has shape (2,), expected (2, 5): the last axis got lost"),
    (V.ravel(), V, "shape", "f has shape (10,), expected (2, 5): as many elements, but arranged otherwise"),
    (V[:, :3], V, "shape", "f has shape (2, 3), expected (2, 5): axis 1 has another length"),
    (V[:1, :3], V, "shape", "f has shape (1, 3), expected (2, 5): axes 0 and 1 have another length"),
    (V[:, :0], V, "shape", "f has shape (2, 0), expected (2, 5): it is empty"),
    (3.0, V, "shape", "f has shape (), expected (2, 5): a single number where an array is due"),
    (V[0], V[0, 0], "shape", "f has shape (5,), expected (): an array where a single number is due"),
    (np.ones((2, 4, 3)), np.ones((4, 2, 3)), "shape",
     "f has shape (2, 4, 3), expected (4, 2, 3): its axes look swapped"),
    (V.astype(complex), V, "dtype", "f is complex (complex128) where real numbers are due"),
    (V.astype(object), V, "dtype", "f holds Python objects (dtype object) where numbers are due"),
    (1, True, "dtype", "f holds numbers (int64) where True or False is due"),
    (True, 1, "dtype", "f holds True or False where whole numbers are due"),
    (2.5, 2, "dtype", "f has decimals where whole numbers are due, e.g. 2.5"),
    (V > 1, V, "dtype", "f has dtype bool where floating-point numbers are due"),
    (np.where(V > 1, np.nan, V), V, "finite", "f is NaN (not a number) in 6 of 10 elements, first at index (0, 4)"),
    (np.array([0, *[np.inf] * 4]), V[0], "finite", "f is infinite in 4 of 5 elements, first at index 1"),
    (np.inf, 1.0, "finite", "f is infinite"),
    (V + 1, V, "value", "f differs in all 10 elements, at worst by 1 at index (1, 0): got 2.66667, expected 1.66667"),
    (4, 3, "value", "f is off by 1: got 4, expected 3"),
    (False, True, "value", "f is wrong: False where True is due"),
    ("a", "b", "value", "f is another text than expected: got 'a', expected 'b'"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "value", "stage", "message"), TOLD)
def test_sentences(answer: Any, value: Any, stage: str, message: str) -> None:
    bound: Any = 1e-6
    if isinstance(value, dict):
        bound = dict.fromkeys(value, bound)
    if isinstance(value, tuple):
        bound = (bound,) * len(value)
    found = difference(answer, value, bound, name="f")
    assert (found.stage, found.message) == (stage, message)


def test_the_message_opens_with_a_capital_where_there_is_no_name() -> None:
    assert str(difference(4, 3, 0)) == "The answer is off by 1: got 4, expected 3"


def test_an_integer_buffer_that_cut_off_decimals_has_its_own_sentence() -> None:
    found = difference(V.astype(int), V, name="f")
    assert found.stage == "dtype"
    assert found.message == (
        "f has whole numbers (int64) where decimals are due: they were cut off, "
        "for example by storing them in an integer array"
    )


def test_float16_and_near_misses_are_told_as_what_they_are() -> None:
    assert difference(V.astype(np.float16), V).message.endswith("; float16 has only three digits")
    assert difference(V * 1.0001, V).message.endswith("; close, but farther off than rounding explains")


def test_an_earlier_stage_of_a_later_result_is_told_first() -> None:
    found = difference((V + 1, V.T), (V, V), (1e-6, 1e-6), name="f")
    assert (found.stage, found.message[:13]) == ("shape", "result 2 of 2")
    assert STAGES.index("shape") < STAGES.index("value")


def test_an_object_that_could_not_leave_the_sandbox_is_named() -> None:
    class Opaque:
        type_name = "generator"

        def __array__(self) -> Any:
            raise AssertionError("an opaque object is never converted")

    assert difference(Opaque(), V, name="f").message.endswith("got a generator, which has computed nothing yet")
    assert as_array(Opaque()) is None


# What hidden checks may say


@given(
    arrays.arrays(np.float64, (2, 3), elements=st.integers(-50, 50).map(float)),
    arrays.arrays(np.float64, (2, 3), elements=st.sampled_from([0.0, 1.0, 0.25, -8.0])),
    st.integers(1, 1000),
)
def test_a_hidden_message_depends_on_the_error_alone(value: Any, error: Any, shift: int) -> None:
    assume(error.any() and np.any(value) and np.any(value + shift))
    plain = compare(value + error, value, 1e-3, reveal=False)
    moved = compare(value + error + shift, value + shift, 1e-3, reveal=False)
    assert plain is not None and moved is not None
    assert plain.message == moved.message


@pytest.mark.parametrize(
    ("answer", "value", "message"),
    [
        (V + 0.123, V, "f differs in all 10 elements, at worst by about 1e-01"),
        (7.25, 3.0, "f is off by about 4e+00"),
        (np.where(V > 1, np.nan, V), V, "f is NaN (not a number) in 6 of 10 elements"),
        (2.5, 2, "f has decimals where whole numbers are due"),
        ("a", "b", "f is another text than expected"),
        (np.array([True, False]), np.array([True, True]), "f is wrong in 1 of 2 elements"),
        (V.T, V, "f has shape (5, 2), expected (2, 5): it looks transposed"),
        (np.ones((7, 13)), V, "f has another shape than (2, 5): axes 0 and 1 have another length"),
        (np.ones((1,) * 12), V, "f has another shape than (2, 5)"),
        (object(), V, "f should be an array, but got an object of another type"),
    ],
)
def test_hidden_sentences(answer: Any, value: Any, message: str) -> None:
    assert difference(answer, value, name="f", reveal=False).message == message


def test_a_type_of_the_students_own_naming_carries_nothing_out() -> None:
    secret = type("s3cr3t", (), {})()
    assert "s3cr3t" in difference(secret, V).message
    assert "s3cr3t" not in difference(secret, V, reveal=False).message
    assert difference((V,) * 12345, (V, V), (0, 0), name="f", reveal=False).message == (
        "f gives more results where 2 are due"
    )


# Faults of the caller


@pytest.mark.parametrize("bound", [-1.0, np.nan, np.ones(3)])
def test_a_bound_that_is_none_is_the_callers_fault(bound: Any) -> None:
    with pytest.raises(ValueError):
        compare(V, V, bound)


@pytest.mark.parametrize(("value", "bound"), [((V, V), (0.0,)), ((V, V), 0.0), ({"h": V}, {"c": 0.0}), ({"h": V}, 0.0)])
def test_a_bound_of_another_structure_is_the_callers_fault(value: Any, bound: Any) -> None:
    with pytest.raises(ValueError, match="another structure"):
        compare(value, value, bound)


@given(st.integers(0, 2**32 - 1), st.sampled_from(["<f2", "<f4", "<f8"]), st.floats(0, 2), st.booleans())
def test_what_agrees_is_what_shows_no_difference(seed: int, dtype: str, far: float, special: bool) -> None:
    rng = np.random.default_rng(seed)
    value, bound = rng.normal(size=(2, 3)), rng.uniform(0, 1e-3, (2, 3))
    answer = (value + far * bound * rng.uniform(-1, 1, (2, 3))).astype(dtype)
    if special:
        answer[rng.integers(2), rng.integers(3)] = rng.choice([np.nan, np.inf, -60000.0])
    assert agrees(answer, value, bound) == (compare(answer, value, bound) is None)
    assert agrees((answer, value), (value, value), (bound, bound)) == agrees(answer, value, bound)
