"""Values survive being stored, and what could execute cannot be stored."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from forwardpass.codec import Arrays, fresh, pack, unpack

ARRAYS = arrays.arrays(
    st.sampled_from([np.dtype(name) for name in ("f4", "f8", ">f8", "i8", "u1", "?")]),
    arrays.array_shapes(min_dims=0, max_dims=3, min_side=0),
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | ARRAYS
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def stored(value: Any) -> Any:
    kept: Arrays = {}
    data = json.loads(json.dumps(pack(value, kept), allow_nan=False))
    return unpack(data, kept)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        equal = np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        return equal and one.dtype == other.dtype and one.shape == other.shape
    if isinstance(one, (tuple, list)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, float) and math.isnan(one):
        return isinstance(other, float) and math.isnan(other)
    return type(one) is type(other) and bool(one == other)


@given(TREES)
def test_what_is_stored_comes_back(value: Any) -> None:
    assert same(value, stored(value))


@given(TREES)
def test_a_fresh_copy_is_equal_and_shares_no_array(value: Any) -> None:
    copy = fresh(value)
    assert same(value, copy)
    if isinstance(value, np.ndarray) and value.size:
        assert not np.shares_memory(value, copy)


def test_functions_are_numpys_own_and_scalars_keep_their_type() -> None:
    assert stored(np.tanh) is np.tanh
    assert type(stored(np.float32(0.1))) is np.float32


NO_DATA = [len, lambda x: x, object(), np.array([None]), {1: 2}, {1, 2}, b"x", np.frompyfunc(abs, 1, 1)]


@pytest.mark.parametrize("value", NO_DATA)
def test_what_is_no_data_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        pack(value, {})


@pytest.mark.parametrize(
    "data", [{"ufunc": "load"}, {"ufunc": "__doc__"}, {"pickle": ""}, {"tuple": [], "list": []}, {}, []]
)
def test_forged_data_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match="not packed data"):
        unpack(data, {})
