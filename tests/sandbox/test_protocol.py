"""What crosses between grader and room, and what bytes that are no frame do."""

from __future__ import annotations

import contextlib
import math
import socket
import struct
from typing import Any

import hypothesis.extra.numpy as arrays
import hypothesis.strategies as st
import msgspec
import numpy as np
import pytest
from hypothesis import given

from autograder.sandbox import Handle, Opaque
from autograder.sandbox.limits import Limits
from autograder.sandbox.protocol import (
    Call,
    Channel,
    Check,
    Closed,
    End,
    ProtocolError,
    Result,
    decode,
    encode,
)
from autograder.sandbox.values import (
    DTYPES,
    MAX_BODY,
    MAX_DEPTH,
    MAX_INT_BITS,
    MAX_NODES,
    Array,
    Big,
    Kept,
    Many,
    Named,
    Nothing,
    Plain,
    Reader,
    Stayed,
    Ufunc,
    ValueFault,
    Writer,
)

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(codec="utf-8"))
)
tensors = st.sampled_from(sorted(DTYPES)).flatmap(
    lambda name: arrays.arrays(name, arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
values = st.recursive(
    scalars | tensors | st.frozensets(st.integers() | st.booleans() | st.text(st.characters(codec="utf-8"))),
    lambda inner: (
        st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner)
    ),
    max_leaves=12,
)


def crossed(value: Any, *, inward: bool = False) -> Any:
    """``value`` as it arrives on the other side."""
    writer = Writer(inward=inward)
    writer.write(value)
    message, body = decode(encode(Result(1, writer.nodes, ""), writer.body))
    assert isinstance(message, Result)
    reader = Reader(message.nodes, body, inward=inward)
    found = reader.read()
    reader.finish()
    return found


def same(left: Any, right: Any) -> bool:
    """Equal in type, structure, dtype, shape and bits (NaN equals NaN)."""
    if type(left) is not type(right):
        return False
    if isinstance(left, np.ndarray | np.generic):
        return left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes()
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, float):
        return struct.pack("d", left) == struct.pack("d", right) or (math.isnan(left) and math.isnan(right))
    if isinstance(left, complex):
        return same(left.real, right.real) and same(left.imag, right.imag)
    return bool(left == right)


@given(values)
def test_values_arrive_as_they_were_sent(value: Any) -> None:
    assert same(crossed(value), value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(24).reshape(4, 6)[::2, ::-3],
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(3).astype(">f8"),
        np.broadcast_to(np.float32(2), (3, 2)),
        np.array(5),
        np.zeros((0, 3)),
        np.array([np.nan, np.inf, -np.inf, -0.0]),
        np.array([True, False]),
    ],
)
def test_odd_arrays_arrive_as_plain_ones(array: np.ndarray[Any, Any]) -> None:
    found = crossed(array)
    assert type(found) is np.ndarray
    assert found.flags.writeable and found.flags.owndata and found.flags.c_contiguous
    assert found.dtype == array.dtype.newbyteorder("=") and found.shape == array.shape
    np.testing.assert_array_equal(found, array)


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        (np.ma.array([1, 2], mask=[0, 1]), "MaskedArray"),
        (np.array([object()]), "ndarray"),
        (np.array(["text"]), "ndarray"),
        (np.datetime64("2020-01-01"), "datetime64"),
        ((i for i in ()), "generator"),
        ({1: 2}, "dict"),
        ({(1, 2)}, "set"),
        (len, "builtin_function_or_method"),
        (np.tanh, "ufunc"),
        (2 ** (MAX_INT_BITS + 1), "int"),
        ("\ud800", "str"),
        (np.zeros((0, 2**61), "i1"), "ndarray"),
        (np.broadcast_to(np.float64(1), (10**6, 10**6)), "ndarray"),
    ],
)
def test_what_cannot_cross_stays_and_says_so(value: Any, type_name: str) -> None:
    found = crossed([1, value, 2])
    assert found[0] == 1 and found[2] == 2
    assert isinstance(found[1], Opaque) and found[1].type_name == type_name and found[1].why


def test_a_list_that_holds_itself_stays_at_some_depth() -> None:
    endless: list[Any] = []
    endless.append(endless)
    found = crossed(endless)
    for _ in range(MAX_DEPTH + 1):
        found = found[0]
    assert isinstance(found, Opaque)


def test_too_many_values_are_refused_as_a_whole() -> None:
    with pytest.raises(ValueFault, match="more than"):
        Writer().write([[0] * 60_000, [0] * 60_000])


def test_a_ufunc_goes_in_by_its_name_and_never_comes_out() -> None:
    assert crossed((np.tanh, [np.cos]), inward=True) == (np.tanh, [np.cos])
    with pytest.raises(ValueFault, match="ufunc"):
        Reader([Ufunc("tanh")], b"").read()
    for name in ("load", "fromfile", "__import__", "no.such", "ufunc"):
        with pytest.raises(ValueFault, match="ufunc"):
            Reader([Ufunc(name)], b"", inward=True).read()


def test_handles_and_opaques_keep_their_names() -> None:
    assert crossed([Handle(3, "Functional"), Opaque("generator", "why")]) == [
        Handle(3, "Functional"),
        Opaque("generator", "why"),
    ]


@pytest.mark.parametrize(
    "nodes",
    [
        [],
        [Array("<f8", [2**62, 4])],
        [Array("<f8", [0, 2**62])],
        [Array("<f8", [-1])],
        [Array("|O8", [1])],
        [Array("<f8", [3])],
        [Array("<f8", [1] * 40)],
        [Array("<f8", [2], scalar=True)],
        [Many("list", 2**40)],
        [Many("list", -1)],
        [Many("list", 3), Nothing()],
        [Many("deque", 0)],
        [Many("set", 1), Many("list", 0)],
        [Named(["a", "b"]), Nothing()],
        [Big("0x" + "f" * 5000)],
        [Big("os.system")],
        [Nothing(), Nothing()],
        [*([Many("list", 1)] * 200), Nothing()],
    ],
)
def test_claims_that_do_not_add_up_are_refused(nodes: list[Any]) -> None:
    with pytest.raises(ValueFault):
        reader = Reader(nodes, b"12345678")
        reader.read()
        reader.finish()


def test_bytes_that_no_array_claims_are_refused() -> None:
    reader = Reader([Nothing()], b"x")
    reader.read()
    with pytest.raises(ValueFault, match="left over"):
        reader.finish()


def test_a_bool_array_holds_bools_only() -> None:
    with pytest.raises(ValueFault, match="bool"):
        Reader([Array("|b1", [2])], b"\x01\x02").read()


nodes = st.lists(
    st.builds(Nothing)
    | st.builds(Plain, st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text())
    | st.builds(Big, st.text("0x1f-", max_size=8))
    | st.builds(Many, st.sampled_from(["list", "tuple", "set", "frozenset", "dict"]), st.integers(-2, 5))
    | st.builds(Named, st.lists(st.text(max_size=2), max_size=4))
    | st.builds(Array, st.sampled_from([*DTYPES, "|O8"]), st.lists(st.integers(-1, 2**62), max_size=4), st.booleans())
    | st.builds(Ufunc, st.text(max_size=8))
    | st.builds(Kept, st.integers(-5, 5), st.text(max_size=3))
    | st.builds(Stayed, st.text(max_size=3), st.text(max_size=3)),
    max_size=12,
)


@given(nodes, st.binary(max_size=64), st.booleans())
def test_a_reader_gives_values_or_a_fault(claims: list[Any], body: bytes, inward: bool) -> None:
    try:
        reader = Reader(claims, body, inward=inward)
        reader.read()
        reader.finish()
    except ValueFault:
        pass


@given(st.binary(max_size=400))
def test_any_bytes_are_a_frame_or_a_protocol_error(frame: bytes) -> None:
    with contextlib.suppress(ProtocolError):
        decode(frame)


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_any_header_is_a_message_or_a_protocol_error(header: bytes, body: bytes) -> None:
    with contextlib.suppress(ProtocolError):
        decode(struct.pack("<II", len(header), len(body)) + header + body)


@given(st.data())
def test_a_damaged_frame_is_a_frame_or_a_protocol_error(data: st.DataObject) -> None:
    frame = bytearray(encode(Call(1, "dense", None, [Many("tuple", 1), Array("<f8", [1])], False, 2.0), [b"12345678"]))
    for place in data.draw(st.lists(st.integers(0, len(frame) - 1), min_size=1, max_size=4)):
        frame[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ProtocolError):
        decode(bytes(frame))


def test_deep_nesting_is_a_protocol_error_not_a_crash() -> None:
    for opening in (b"\x91", b"\x81\xa1a"):
        header = opening * 200_000
        with pytest.raises(ProtocolError):
            decode(struct.pack("<II", len(header), 0) + header)


def test_a_frame_that_announces_too_much_is_refused_before_it_is_read() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(struct.pack("<II", 10, MAX_BODY + 1))
        with pytest.raises(ProtocolError, match="too large"):
            Channel(ours).receive(math.inf)


def test_more_nodes_than_a_frame_may_have_are_refused_before_they_are_made() -> None:
    with pytest.raises(ProtocolError, match="ValidationError"):
        decode(encode(Result(1, [Nothing()] * (MAX_NODES + 1), "")))


def test_a_silent_or_closed_other_side_is_told_apart() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        channel = Channel(ours)
        with pytest.raises(TimeoutError):
            channel.receive(0.0)
        theirs.sendall(encode(End())[:5])
        with pytest.raises(TimeoutError):
            channel.receive(0.0)
        theirs.close()
        with pytest.raises(Closed):
            channel.receive(math.inf)


def test_messages_survive_a_channel() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sent = Check(Limits(check_seconds=1.5), True)
        Channel(ours).send(sent, [b"body"])
        assert Channel(theirs).receive(math.inf) == (sent, bytearray(b"body"))


def test_limits_come_in_sensible_sizes() -> None:
    for profile in ("numpy", "keras"):
        limits = Limits.for_profile(profile)  # type: ignore[arg-type]
        assert limits.check_seconds < limits.submission_seconds and limits.cell_seconds < limits.submission_seconds
        assert all(value > 0 for value in msgspec.structs.asdict(limits).values())
