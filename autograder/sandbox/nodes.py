"""The typed nodes of which a value consists on its way between grader and room; ``values`` writes and reads them."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

MAX_NODES: Final = 100_000
MAX_BODY: Final = 256 * 2**20


class Node(msgspec.Struct, array_like=True, tag_field="kind"):
    """One step of a value written in preorder."""


class Nothing(Node, tag="n"):
    """None."""


class Plain(Node, tag="p"):
    """A bool, an int of 64 bits, a float or a str."""

    value: bool | int | float | str


class Big(Node, tag="i"):
    """An int of more than 64 bits, in hexadecimal."""

    digits: str


class Complex(Node, tag="c"):
    """A complex number."""

    real: float
    imag: float


class Many(Node, tag="m"):
    """A container; ``length`` values follow."""

    type_name: str
    length: int


class Named(Node, tag="d"):
    """A dict; one value per key follows."""

    keys: Annotated[list[str], msgspec.Meta(max_length=MAX_NODES)]


class Array(Node, tag="a"):
    """An array, or with ``scalar`` a NumPy scalar; its bytes stand in the body."""

    dtype: str
    shape: list[int]
    scalar: bool = False


class Ufunc(Node, tag="u"):
    """A NumPy ufunc by its name in the namespace ``numpy``. Goes into the room only."""

    name: str


class Lent(Node, tag="l"):
    """A loan. Goes into the room only."""

    number: int


class Kept(Node, tag="h"):
    """A handle."""

    number: int
    type_name: str


class Stayed(Node, tag="o"):
    """A value that could not cross."""

    type_name: str
    why: str


AnyNode = Nothing | Plain | Big | Complex | Many | Named | Array | Ufunc | Lent | Kept | Stayed
