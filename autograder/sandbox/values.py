"""Values that cross between grader and room: a flat list of typed nodes, and the raw bytes of the arrays.

A value is written in preorder: a container says how many values follow, an array takes its bytes from the body in the
order of appearance. Flat, because then depth and number of values are counted by us and not by a recursive decoder.
Whoever reads checks everything again: what is written in a student's process is only a claim.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import msgspec
import numpy as np

from .nodes import (
    MAX_BODY,
    MAX_NODES,
    AnyNode,
    Array,
    Big,
    Complex,
    Kept,
    Lent,
    Many,
    Named,
    Nothing,
    Plain,
    Stayed,
    Ufunc,
)

MAX_DEPTH: Final = 32
MAX_AXES: Final = 32
MAX_SET: Final = 1_000  # elements that all hash alike make building a set quadratic
MAX_TEXT: Final = 1_000_000
MAX_INT_BITS: Final = 1023  # every integer that crosses fits into a float, so that no check stumbles over one
#: More digits than any bound looks at, in a format of this machine's own: they cross as the next narrower one.
WIDE: Final = {np.dtype(np.longdouble): np.dtype("<f8"), np.dtype(np.clongdouble): np.dtype("<c16")}
#: By the kind of a dtype that cannot cross, what can.
INSTEAD: Final = {
    "U": "; a list of texts can (.tolist())",
    "S": "; a list of texts can",
    "O": "; its values must be numbers of one type",
}
SCALARS: Final = (bool, int, float, complex, str)

DTYPES: Final = {
    kind.str: kind
    for kind in map(
        np.dtype,
        ("?", "<i1", "<i2", "<i4", "<i8", "<u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"),
    )
}


class ValueFault(Exception):
    """A value cannot be written or is not what it claims to be."""


class Opaque(msgspec.Struct, frozen=True):
    """Stands where a value could not cross: the type it had and why it stayed inside."""

    type_name: str
    why: str


class Handle(msgspec.Struct, frozen=True):
    """Names a value that is kept inside the room for the length of a session."""

    number: int
    type_name: str = ""


class Loan(msgspec.Struct, frozen=True):
    """Names a function of the trusted side that student code may call for the length of a session."""

    number: int


CONTAINERS: Final[dict[str, Callable[[Iterable[Any]], Any]]] = {
    "list": list,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
}


class Writer:
    """Writes values of one frame: ``nodes`` and ``body``.

    ``inward``: ufuncs and loans may be written, as the trusted side alone does. ``arrays_of`` says how a foreign tensor
    becomes an array.
    """

    def __init__(self, *, inward: bool = False, arrays_of: Callable[[Any], Any] | None = None) -> None:
        self.nodes: list[AnyNode] = []
        self.body: list[bytes] = []
        self.size = 0
        self.inward = inward
        self.arrays_of = arrays_of

    def write(self, value: Any, depth: int = 0) -> None:
        """Append ``value``. Raises ``ValueFault`` where the frame as a whole becomes too large."""
        if len(self.nodes) >= MAX_NODES:
            raise ValueFault(f"more than {MAX_NODES} values")
        if depth > MAX_DEPTH:
            return self.stay(value, f"nested more than {MAX_DEPTH} levels deep")
        if isinstance(value, np.ndarray | np.generic) and not isinstance(value, np.str_):
            return self.array(value)
        if value is None:
            return self.nodes.append(Nothing())
        if isinstance(value, bool | int | float | complex | str):
            return self.scalar(value)
        if isinstance(value, list | tuple | set | frozenset | dict):
            return self.container(value, depth)
        if isinstance(value, Handle):
            return self.nodes.append(Kept(value.number, value.type_name))
        if self.inward and isinstance(value, np.ufunc):
            return self.nodes.append(Ufunc(value.__name__))
        if self.inward and isinstance(value, Loan):
            return self.nodes.append(Lent(value.number))
        plain = self.arrays_of(value) if self.arrays_of else None
        if type(plain) is np.ndarray:
            return self.array(plain)
        return self.stay(value, "only numbers, text, tuples, lists, dicts and arrays can be handed in")

    def scalar(self, value: Any) -> None:
        """Append a number or text, subclasses as what they are underneath."""
        if isinstance(value, bool):
            self.nodes.append(Plain(value))
        elif isinstance(value, int):
            value = int(value)
            if -(2**63) <= value < 2**63:
                self.nodes.append(Plain(value))
            elif value.bit_length() <= MAX_INT_BITS:
                self.nodes.append(Big(hex(value)))
            else:
                self.stay(value, f"an integer of more than {MAX_INT_BITS} bits")
        elif isinstance(value, float):
            self.nodes.append(Plain(float(value)))
        elif isinstance(value, complex):
            self.nodes.append(Complex(value.real, value.imag))
        elif len(value) > MAX_TEXT:
            self.stay(value, f"text of more than {MAX_TEXT} characters")
        elif valid_text(value):
            self.nodes.append(Plain(str(value)))
        else:
            self.stay(value, "text with characters that are not valid Unicode")

    def container(self, value: Any, depth: int) -> None:
        """Append a container and what it holds."""
        if isinstance(value, dict):
            if not all(isinstance(key, str) and len(key) <= MAX_TEXT and valid_text(key) for key in value):
                return self.stay(value, "a dict whose keys are not all text")
            pairs = {str(key): item for key, item in value.items()}
            items = list(pairs.values())
            node: AnyNode = Named(list(pairs))
        else:
            items = list(value)
            kind = next(name for name, make in CONTAINERS.items() if isinstance(value, make))  # type: ignore[arg-type]
            if kind in ("set", "frozenset"):
                items = [item.item() if isinstance(item, np.generic) else item for item in items]
                if not all(isinstance(item, SCALARS) and not isinstance(item, np.generic) for item in items):
                    return self.stay(value, "a set that holds more than numbers and text")
            if kind in ("set", "frozenset") and len(items) > MAX_SET:
                return self.stay(value, f"a set of more than {MAX_SET} values")
            node = Many(kind, len(items))
        if len(self.nodes) + len(items) > MAX_NODES:
            raise ValueFault(f"more than {MAX_NODES} values")
        self.nodes.append(node)
        for item in items:
            self.write(item, depth + 1)

    def array(self, value: Any) -> None:
        """Append an array or NumPy scalar, in C order and little-endian."""
        if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
            return self.stay(value, "a masked array with values that are masked")
        if isinstance(value, np.ndarray):
            value = np.asarray(value)
        dtype = WIDE.get(value.dtype) or value.dtype.newbyteorder("<")
        if dtype.str not in DTYPES:
            return self.stay(value, f"dtype {str(value.dtype)[:60]} cannot be handed in{INSTEAD.get(dtype.kind, '')}")
        if footprint(value.shape, dtype.itemsize) > MAX_BODY:
            return self.stay(value, f"an array of more than {MAX_BODY >> 20} MiB")
        self.size += value.size * dtype.itemsize
        if self.size > MAX_BODY:
            raise ValueFault(f"more than {MAX_BODY >> 20} MiB")
        self.nodes.append(Array(dtype.str, list(value.shape), isinstance(value, np.generic)))
        with np.errstate(over="ignore"):
            self.body.append(value.astype(dtype, copy=False).tobytes())

    def stay(self, value: Any, why: str) -> None:
        """Append an ``Opaque`` in place of ``value``."""
        if isinstance(value, Opaque):
            self.nodes.append(Stayed(value.type_name, value.why))
        else:
            self.nodes.append(Stayed(type(value).__name__[:100].encode(errors="replace").decode(), why))


class Reader:
    """Reads the values of one frame; every claim is checked before memory is spent on it."""

    def __init__(self, nodes: list[AnyNode], body: bytes | bytearray, *, inward: bool = False) -> None:
        if len(nodes) > MAX_NODES:
            raise ValueFault(f"more than {MAX_NODES} values")
        self.nodes = iter(nodes)
        self.body = memoryview(body)
        self.used = 0
        self.inward = inward

    def read(self, depth: int = 0) -> Any:
        """The next value. Raises ``ValueFault`` on anything that does not add up."""
        node = next(self.nodes, None)
        if node is None or depth > MAX_DEPTH + 1:
            raise ValueFault("a value is missing or nested too deep")
        match node:
            case Nothing():
                return None
            case Plain(value=value):
                return value
            case Big(digits=digits):
                return self.big(digits)
            case Complex(real=real, imag=imag):
                return complex(real, imag)
            case Many(type_name=name, length=length):
                return self.many(name, length, depth)
            case Named(keys=keys):
                if len(keys) > MAX_NODES:
                    raise ValueFault("too many keys")
                return {key: self.read(depth + 1) for key in keys}
            case Array():
                return self.array(node)
            case Kept(number=number, type_name=name):
                return Handle(number, name[:100])
            case Stayed(type_name=name, why=why):
                return Opaque(name[:100], why[:200])
            case Ufunc(name=name):
                return self.ufunc(name)
            case Lent(number=number):
                if not self.inward:
                    raise ValueFault("a loan that nobody gave")
                return Loan(number)

    def finish(self) -> None:
        """Insist that nothing is left over."""
        if next(self.nodes, None) is not None or self.used != len(self.body):
            raise ValueFault("something is left over")

    def big(self, digits: str) -> int:
        """An int of up to ``MAX_INT_BITS`` bits."""
        if len(digits) > MAX_INT_BITS // 4 + 3:
            raise ValueFault("an integer is too long")
        try:
            return int(digits, 16)
        except ValueError:
            raise ValueFault("not an integer") from None

    def many(self, name: str, length: int, depth: int) -> Any:
        """A container of ``length`` values."""
        if name not in CONTAINERS or not 0 <= length <= MAX_NODES:
            raise ValueFault("not a container")
        items = [self.read(depth + 1) for _ in range(length)]
        if name in ("set", "frozenset") and not (
            length <= MAX_SET and all(isinstance(item, SCALARS) for item in items)
        ):
            raise ValueFault("a set of more than numbers and text, or too large")
        return CONTAINERS[name](items)

    def array(self, node: Array) -> Any:
        """An array, writable and owning its memory."""
        dtype = DTYPES.get(node.dtype)
        if dtype is None or len(node.shape) > MAX_AXES or any(axis < 0 for axis in node.shape):
            raise ValueFault("not an array")
        if footprint(node.shape, dtype.itemsize) > MAX_BODY or (node.scalar and node.shape):
            raise ValueFault("an array of an absurd shape")
        start, self.used = self.used, self.used + math.prod(node.shape) * dtype.itemsize
        if self.used > len(self.body):
            raise ValueFault("an array claims more bytes than were sent")
        raw = self.body[start : self.used]
        if dtype.kind == "b" and np.frombuffer(raw, np.uint8).max(initial=0) > 1:
            raise ValueFault("a bool that is neither 0 nor 1")
        array = np.frombuffer(raw, dtype=dtype).reshape(node.shape).astype(dtype.newbyteorder("="))
        return array[()] if node.scalar else array

    def ufunc(self, name: str) -> Any:
        """A NumPy ufunc."""
        found = getattr(np, name, None) if self.inward and name.isidentifier() else None
        if not isinstance(found, np.ufunc):
            raise ValueFault("not a ufunc")
        return found


def footprint(shape: Iterable[int], itemsize: int) -> int:
    """Bytes of an array of ``shape``, counting empty axes as 1: ``(0, 2**62)`` holds nothing and is still absurd."""
    return math.prod(max(axis, 1) for axis in shape) * itemsize


def valid_text(text: str) -> bool:
    """Whether ``text`` can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def write_call(args: Iterable[Any], kwargs: Mapping[str, Any], *, inward: bool = True) -> Writer:
    """The arguments of a call: a tuple, then a dict. Raises ``TypeError`` where one cannot be sent."""
    writer = Writer(inward=inward)
    writer.write(tuple(args))
    writer.write(dict(kwargs))
    for node in writer.nodes:
        if isinstance(node, Stayed):
            raise TypeError(f"a {node.type_name} cannot be sent into a room: {node.why}")
    return writer
