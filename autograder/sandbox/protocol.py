"""Frames between the trusted side and a room.

A frame is two lengths (little-endian, 32 bits each), a header in MessagePack, and a body with the raw bytes of arrays.
``decode`` is the only way in: it raises ``ProtocolError`` and nothing else, whatever the bytes.
"""

from __future__ import annotations

import math
import select
import socket
import struct
import time
from typing import Annotated, Any, Final

import msgspec

from .limits import Limits
from .nodes import MAX_BODY, MAX_NODES, AnyNode

PREFIX: Final = struct.Struct("<II")
MAX_HEADER: Final = 32 * 2**20
CHUNK: Final = 2**20
Nodes = Annotated[list[AnyNode], msgspec.Meta(max_length=MAX_NODES)]


class ProtocolError(Exception):
    """The bytes are not a frame of the kind that was expected."""


class Closed(ProtocolError):
    """The other side is gone."""


class Message(msgspec.Struct, tag_field="message", omit_defaults=True):
    """What a header says."""


# To the room.
class Run(Message, tag="run"):
    """Run cells. The counter of the first is ``first``; ``sources`` are executed in order."""

    sources: list[str]
    first: int
    output_bytes: int
    cpu_seconds: int


class Check(Message, tag="check"):
    """Begin a check; with ``fork`` in a process of its own."""

    limits: Limits
    fork: bool


class Call(Message, tag="call"):
    """Call ``name``, a method of handle ``on``, or the handle itself. With ``keep`` the result stays inside.

    ``stand_ins``: names of the notebook that a lent function takes the place of, from now on.
    """

    number: int
    name: str
    on: int | None
    nodes: Nodes
    keep: bool
    seconds: float
    stand_ins: dict[str, int] = {}


class Get(Message, tag="get"):
    """Fetch a variable, or an attribute of handle ``on``."""

    number: int
    name: str
    on: int | None
    keep: bool
    seconds: float


class Told(Message, tag="told"):
    """What a lent function returns."""

    nodes: Nodes


class Refused(Message, tag="refused"):
    """Why a lent function returns nothing."""

    text: str


class End(Message, tag="end"):
    """End the check."""


# From the room.
class CellDone(Message, tag="cell"):
    """A cell has run. ``outputs`` is JSON: the list of outputs in nbformat's structure.

    ``earlier``: the outputs of earlier cells of this run that this cell has updated, by their index.
    """

    outputs: bytes
    execution_count: int | None
    seconds: float
    limit: str = ""
    raised: str = ""
    text: str = ""
    traceback: str = ""
    earlier: dict[int, bytes] = {}


class Result(Message, tag="result"):
    """The answer to a call: value, then args and kwargs as they are now."""

    number: int
    nodes: Nodes
    stdout: str


class Ask(Message, tag="ask"):
    """Student code calls a lent function; args and kwargs. ``Told`` or ``Refused`` is the answer."""

    loan: int
    nodes: Nodes


class Failed(Message, tag="failed"):
    """A call gave no answer. ``kind`` is raised, undefined, unsendable or limit."""

    number: int
    kind: str
    name: str
    text: str = ""
    traceback: str = ""
    stdout: str = ""


class Ended(Message, tag="ended"):
    """The process of a check has ended; ``status`` as ``os.waitpid`` gives it."""

    status: Annotated[int, msgspec.Meta(ge=0, le=0xFFFF)]


# From the keeper, on the lifeline.
class Gone(Message, tag="gone"):
    """The room is no more: its exit status, or why it could not be set up."""

    status: int
    fault: str = ""


# To and from the warm process, on the control socket.
class Open(Message, tag="open"):
    """Fork a room; its two sockets travel with this message."""

    limits: Limits


class Ready(Message, tag="ready"):
    """The warm process has imported everything. ``nested`` says whether rooms get namespaces of their own."""

    nested: bool
    why_not: str
    versions: dict[str, str]


class Broken(Message, tag="broken"):
    """The warm process could not start."""

    why: str


ToRoom = Run | Check | Call | Get | Told | Refused | End | Open
FromRoom = CellDone | Result | Ask | Failed | Ended | Gone | Ready | Broken
AnyMessage = ToRoom | FromRoom

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(AnyMessage)


def encode(message: AnyMessage, body: list[bytes] | None = None) -> bytes:
    """One frame. Raises ``ProtocolError`` where it would be larger than a frame may be."""
    header = _encoder.encode(message)
    size = sum(map(len, body or ()))
    if len(header) > MAX_HEADER or size > MAX_BODY:
        raise ProtocolError("the frame is too large")
    return b"".join((PREFIX.pack(len(header), size), header, *(body or ())))


def lengths(prefix: bytes) -> tuple[int, int]:
    """Lengths of header and body. Raises ``ProtocolError`` where they are more than a frame may have."""
    if len(prefix) != PREFIX.size:
        raise ProtocolError("the frame is cut short")
    header, body = PREFIX.unpack(prefix)
    if header > MAX_HEADER or body > MAX_BODY:
        raise ProtocolError("the frame is too large")
    return header, body


def decode_header(header: bytes | bytearray | memoryview) -> AnyMessage:
    """The message in a header. Raises ``ProtocolError`` and nothing else."""
    try:
        message: AnyMessage = _decoder.decode(header)
    except (msgspec.MsgspecError, ValueError, TypeError, OverflowError, RecursionError, MemoryError) as error:
        raise ProtocolError(f"not a message: {type(error).__name__}") from None
    return message


def decode(frame: bytes) -> tuple[AnyMessage, bytes]:
    """Message and body of one whole frame. Raises ``ProtocolError`` and nothing else."""
    header, body = lengths(frame[: PREFIX.size])
    if len(frame) != PREFIX.size + header + body:
        raise ProtocolError("the frame has another length than it says")
    start = PREFIX.size + header
    return decode_header(frame[PREFIX.size : start]), frame[start:]


class Channel:
    """A stream socket that carries frames, with a deadline on everything."""

    def __init__(self, end: socket.socket) -> None:
        self.socket = end

    def send(self, message: AnyMessage, body: list[bytes] | None = None, deadline: float = math.inf) -> None:
        """Send one frame. Raises ``Closed``, ``TimeoutError`` at ``deadline`` (of ``time.monotonic``)."""
        rest = memoryview(encode(message, body))
        while rest:
            try:
                rest = rest[self.socket.send(rest, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL) :]
            except BlockingIOError:
                self.wait(select.POLLOUT, deadline)
            except OSError:
                raise Closed("the other side is gone") from None

    def receive(self, deadline: float = math.inf) -> tuple[AnyMessage, bytearray]:
        """Receive one frame. Raises ``ProtocolError``, ``TimeoutError`` at ``deadline``."""
        header, body = lengths(bytes(self.exactly(PREFIX.size, deadline)))
        message = decode_header(self.exactly(header, deadline))
        return message, self.exactly(body, deadline)

    def exactly(self, size: int, deadline: float) -> bytearray:
        """``size`` bytes; memory grows with what arrives, not with what was announced."""
        data = bytearray()
        while len(data) < size:
            try:
                part = self.socket.recv(min(size - len(data), CHUNK), socket.MSG_DONTWAIT)
            except BlockingIOError:
                self.wait(select.POLLIN, deadline)
                continue
            except OSError:
                part = b""
            if not part:
                raise Closed("the other side is gone")
            data += part
        return data

    def wait(self, event: int, deadline: float) -> None:
        """Wait until the socket is ready. Raises ``TimeoutError`` at ``deadline``."""
        poll = select.poll()
        poll.register(self.socket, event)
        left = None if deadline == math.inf else max(0.0, deadline - time.monotonic()) * 1000
        if not poll.poll(left):
            raise TimeoutError

    def close(self) -> None:
        """Close the socket."""
        self.socket.close()


def value_of(kind: type[Any], message: AnyMessage) -> Any:
    """``message`` where it is of ``kind``. Raises ``ProtocolError`` otherwise."""
    if not isinstance(message, kind):
        raise ProtocolError(f"expected {kind.__name__}, got {type(message).__name__}")
    return message
