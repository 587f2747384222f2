"""One check: calls into a room, and how they fail."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .errors import LIMITS, Crashed, LimitReached, Raised, StudentFault, Undefined, Unsendable, fault_of_exit
from .limits import Limits
from .protocol import Ask, Call, Check, End, Ended, Failed, Get, ProtocolError, Refused, Result, Told, value_of
from .values import Handle, Loan, Reader, ValueFault, Writer, write_call

if TYPE_CHECKING:
    from .room import Room

GRACE: Final = 0.5  # what the room gets to report that its own clock has run out
PATIENCE: Final = 0.2  # what the keeper gets to report an end that the channel already shows
SIGNALS: Final = {int(signal.SIGALRM): "time", int(signal.SIGXCPU): "cpu", int(signal.SIGXFSZ): "files"}
Order = Callable[[int, float], tuple[Call | Get, list[bytes]]]


class Answer(NamedTuple):
    """What a call returned, what its arguments look like now, and what it printed (for instructors only)."""

    value: Any
    inputs_after: list[Any]
    kwargs_after: dict[str, Any]
    stdout: str


class Refusal(Exception):
    """A lent function cannot answer this: what student code is told, as a ``ValueError``."""


@dataclass
class Lending:
    """A function of ours that student code may call, how often in one check, how fast, and how often it has."""

    function: Callable[..., Any]
    most: int
    seconds: Callable[..., float] | None = None
    used: int = 0


class Session:
    """Calls of one check. After a fault that ended its process, every further call gives the same fault."""

    def __init__(self, room: Room, limits: Limits) -> None:
        self.room = room
        self.limits = limits
        self.forks = room.forks
        self.left = limits.check_seconds
        self.number = 0
        self.open = False
        self.fault: StudentFault | None = None
        self.lent: list[Lending] = []
        self.stand_ins: dict[str, int] = {}

    def lend(self, function: Callable[..., Any], most: int, seconds: Callable[..., float] | None = None) -> Loan:
        """Let student code call ``function``, at most ``most`` times in this check; a loan may be sent as an argument.

        The call happens here, in the trusted process; arguments and answer cross as values. The function raises
        ``Refusal`` for arguments that it does not take; everything else that it raises is our fault and ends the check.
        ``seconds`` of the same arguments is how long an answer takes at least, where its time would tell a secret.
        """
        self.lent.append(Lending(function, most, seconds))
        return Loan(len(self.lent) - 1)

    def replace(self, name: str, loan: Loan) -> None:
        """Let a lent function take the place of the notebook's ``name``. Only where a check is a process of its own."""
        assert self.forks
        self.stand_ins[name] = loan.number

    def call(
        self, name: str | Handle, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None, keep: bool = False
    ) -> Answer:
        """Call a function of the notebook, or what a handle names. With ``keep`` the answer's value is a ``Handle``."""
        if isinstance(name, Handle):
            return self._call("", name.number, args, kwargs or {}, keep)
        return self._call(name, None, args, kwargs or {}, keep)

    def call_method(
        self,
        handle: Handle,
        name: str,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        keep: bool = False,
    ) -> Answer:
        """Call a method of what a handle names."""
        return self._call(name, handle.number, args, kwargs or {}, keep)

    def get(self, name: str, keep: bool = False) -> Any:
        """The value of a variable of the notebook."""
        return self._ask(lambda number, left: (Get(number, name, None, keep, left), [])).value

    def get_attribute(self, handle: Handle, name: str, keep: bool = False) -> Any:
        """An attribute of what a handle names."""
        return self._ask(lambda number, left: (Get(number, name, handle.number, keep, left), [])).value

    def _call(self, name: str, on: int | None, args: Sequence[Any], kwargs: Mapping[str, Any], keep: bool) -> Answer:
        writer = write_call(args, kwargs)
        stand_ins = dict(self.stand_ins)

        def order(number: int, left: float) -> tuple[Call, list[bytes]]:
            return Call(number, name, on, writer.nodes, keep, left, stand_ins), writer.body

        return self._ask(order)

    def _ask(self, order: Order) -> Answer:
        """Send one order and read the answer."""
        if self.fault is not None:
            raise self.fault
        if self.left <= 0:
            raise LimitReached("time")
        self.number += 1
        try:
            with self._waiting():
                self._begin()
                message, body = self._exchange(order(self.number, self.left))
            with self._charged():
                return self._read(message, body)
        except (ProtocolError, ValueFault) as error:
            self.fault = self.room.lose(str(error), PATIENCE) if self.room.resident else Crashed(why=str(error))
            raise self.fault from None

    @contextmanager
    def _charged(self) -> Iterator[None]:
        """Take the time from the check and from the submission: how much there is to read is up to the student."""
        started = time.monotonic()
        try:
            yield
        finally:
            used = time.monotonic() - started
            self.left -= used
            self.room.budget.left -= used

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        """Count time for those who ask where it goes."""
        started = time.monotonic()
        try:
            yield
        finally:
            self.room.asked += time.monotonic() - started

    def _begin(self) -> None:
        """Begin the check at its first call, in a room that is whole."""
        if self.open:
            return
        self.room.furnish()
        assert self.room.resident is not None
        try:
            self.room.resident.channel.send(Check(self.limits, self.forks), deadline=time.monotonic() + GRACE)
        except TimeoutError:
            raise ProtocolError("nobody takes the order for a check") from None
        self.open = True

    def _exchange(self, order: tuple[Any, list[bytes]]) -> tuple[Any, Any]:
        """Send and receive within what is left of the check's time; a room that does not answer is lost."""
        assert self.room.resident is not None
        channel = self.room.resident.channel
        started = time.monotonic()
        try:
            with self.room.budget.spend(self.left + GRACE) as (deadline, which):
                channel.send(*order, deadline)
                while True:
                    message, body = channel.receive(deadline)
                    if not isinstance(message, Ask):
                        return message, body
                    channel.send(*self._lend(message, body), deadline)
                    if time.monotonic() > deadline:  # a room that asks without end has always something to receive
                        raise TimeoutError
        except TimeoutError:
            self.room.lose()
            self.fault = LimitReached(which)
            raise self.fault from None
        finally:
            self.left -= time.monotonic() - started

    def _lend(self, message: Ask, body: Any) -> tuple[Told | Refused, list[bytes]]:
        """Answer a call of a lent function."""
        started = time.monotonic()
        if not 0 <= message.loan < len(self.lent):
            raise ProtocolError("a loan that nobody gave")
        reader = Reader(message.nodes, body)
        args, kwargs = reader.read(), reader.read()
        reader.finish()
        if not isinstance(args, tuple) or not isinstance(kwargs, dict):
            raise ProtocolError("arguments are missing")
        lent = self.lent[message.loan]
        if lent.used >= lent.most:
            return Refused(f"no more than {lent.most} calls"), []
        lent.used += 1
        try:
            value = lent.function(*args, **kwargs)
        except Refusal as refusal:
            return Refused(str(refusal)), []
        writer = Writer()
        writer.write(value)
        if lent.seconds is not None:
            time.sleep(max(0.0, started + lent.seconds(*args, **kwargs) - time.monotonic()))
        return Told(writer.nodes), writer.body

    def _read(self, message: Any, body: Any) -> Answer:
        """The answer in a message, or the fault that it reports."""
        match message:
            case Result(number=self.number):
                reader = Reader(message.nodes, body)
                value, args, kwargs = reader.read(), reader.read(), reader.read()
                reader.finish()
                if not isinstance(args, tuple) or not isinstance(kwargs, dict):
                    raise ProtocolError("arguments are missing")
                return Answer(value, list(args), kwargs, message.stdout[: self.limits.output_bytes])
            case Failed(number=self.number):
                fault = fault_of(message)
                if isinstance(fault, Undefined) and self.room.cut_short:
                    fault = LimitReached("budget")  # its cell may be among those that were left out
                if isinstance(fault, LimitReached) and fault.which == "processes":
                    # What it started may live on and would leave the next check short.
                    self.room.lose()
                    self.fault = fault
                raise fault
            case Ended():
                self.open = False
                self.fault = self._end_of(message.status)
                # What it was told last may be on its way still, and the next check would read it.
                if any(lent.used for lent in self.lent):
                    self.room.lose()
                raise self.fault
        raise ProtocolError("an answer to something else")

    def _end_of(self, status: int) -> StudentFault:
        """How the process of the check ended before it answered."""
        resident = self.room.resident
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        if killed and resident is not None and self.room.sandbox.ran_out_of_memory(resident):
            return LimitReached("memory")
        return fault_of_status(status)

    def end(self) -> None:
        """End the check. What its process does now cannot matter any more."""
        resident = self.room.resident
        if not self.open or resident is None:
            return
        self.open = False
        try:
            with self._waiting():
                deadline = time.monotonic() + GRACE
                resident.channel.send(End(), deadline=deadline)
                if self.forks:
                    value_of(Ended, resident.channel.receive(deadline)[0])
        except (ProtocolError, TimeoutError):
            self.room.lose()


def fault_of(message: Failed) -> StudentFault:
    """The fault that a room reports."""
    if message.kind == "undefined":
        return Undefined(message.name)
    if message.kind == "unsendable":
        return Unsendable(message.name)
    if message.kind == "limit":
        return limit_named(message.name)
    return Raised(message.name, message.text, message.traceback)


def fault_of_status(status: int) -> StudentFault:
    """How the process of a check ended before it answered."""
    if os.WIFSIGNALED(status):
        return fault_of_signal(os.WTERMSIG(status))
    return fault_of_exit(os.WEXITSTATUS(status))


def fault_of_signal(number: int) -> StudentFault:
    """What the signal that ended a process says."""
    which = SIGNALS.get(number)
    return LimitReached(which) if which else Crashed(signal=number)


def limit_named(which: str) -> StudentFault:
    """The fault for a limit that a room names; a name that no limit has was made up in there."""
    return LimitReached(which) if which in LIMITS else Crashed(why="a limit that does not exist")
