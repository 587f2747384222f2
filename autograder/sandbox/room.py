"""Sandbox, room, session: what graders use.

    with Sandbox("numpy") as sandbox:                   # one warm process
        with sandbox.open() as room:                    # one submission
            runs = room.run([Cell("a", "x = 1")])
            with room.check() as session:               # one check
                session.get("x")
"""

from __future__ import annotations

import math
import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Literal, NamedTuple, Self

import msgspec

from .errors import Crashed, LimitReached, Raised, RoomFault, StudentFault, Undefined, Unsendable
from .limits import Limits, Profile
from .outputs import Output, read_outputs
from .protocol import (
    Call,
    CellDone,
    Check,
    End,
    Ended,
    Failed,
    Get,
    ProtocolError,
    Result,
    Run,
    value_of,
)
from .values import Handle, Reader, ValueFault, write_call
from .warm import Resident, Warm

Isolation = Literal["bubblewrap", "none"]
GRACE: Final = 0.5  # what the room gets to report that its own clock has run out


class Cell(NamedTuple):
    """A code cell."""

    id: str
    source: str
    tags: tuple[str, ...] = ()


class CellRun(msgspec.Struct, frozen=True):
    """What a cell put out, and the fault that ended it, if one did."""

    id: str
    outputs: list[Output]
    execution_count: int | None
    seconds: float
    fault: StudentFault | None = None


class Answer(NamedTuple):
    """What a call returned, what its arguments look like now, and what it printed (for instructors only)."""

    value: Any
    inputs_after: list[Any]
    kwargs_after: dict[str, Any]
    stdout: str


class Sandbox:
    """One warm process from which rooms are made; starts again when it has died.

    Raises ``Unavailable`` where bubblewrap is missing or does not work. ``isolation="none"`` must be asked for.
    """

    def __init__(
        self, profile: Profile = "numpy", isolation: Isolation = "bubblewrap", limits: Limits | None = None
    ) -> None:
        if profile not in ("numpy", "keras") or isolation not in ("bubblewrap", "none"):
            raise ValueError(f"no such sandbox: profile {profile!r}, isolation {isolation!r}")
        self.profile: Profile = profile
        self.limits = limits or Limits.for_profile(profile)
        self.mode = "bare" if isolation == "none" else "boxed"
        self.warm: Warm | None = None

    def start(self) -> Self:
        """Start the warm process and wait until it is ready."""
        if self.warm is not None and not self.warm.alive:
            self.close()
        if self.warm is None:
            self.warm = Warm(self.profile, self.limits, self.mode)
            ready = self.warm.ready()
            if self.mode == "boxed" and not ready.nested:
                self.mode = "single"
                self.close()
                self.warm = Warm(self.profile, self.limits, self.mode)
        return self

    def close(self) -> None:
        """End the warm process and every room in it."""
        if self.warm is not None:
            self.warm.close()
            self.warm = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def isolation(self) -> str:
        """What isolates, in words."""
        return {
            "boxed": "bubblewrap + user, pid, mount, ipc, net and uts namespaces per submission",
            "single": "a bubblewrap per submission (nested namespaces are refused here)",
            "bare": "none: student code runs as this user, with this user's files and network",
        }[self.mode]

    def admit(self, limits: Limits) -> Resident:
        """A fresh process for one submission."""
        for attempt in (1, 2):
            self.start()
            assert self.warm is not None
            try:
                resident = self.warm.open(limits)
            except RoomFault:
                if attempt == 2:
                    raise
                self.close()
                continue
            if self.mode == "single":
                resident.warm, self.warm = self.warm, None
                self.start()
            return resident
        raise AssertionError("unreachable")

    def open(self, limits: Limits | None = None) -> Room:
        """A room for one submission."""
        return Room(self, limits or self.limits)


class Budget:
    """Wall-clock time that a submission may still use; kept outside the room."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @contextmanager
    def spend(self, seconds: float) -> Iterator[tuple[float, str]]:
        """A deadline at most ``seconds`` away, and the name of the limit that it stands for."""
        if self.left <= 0:
            raise LimitReached("budget")
        which = "time" if seconds <= self.left else "budget"
        started = time.monotonic()
        try:
            yield started + min(seconds, self.left), which
        finally:
            self.left -= time.monotonic() - started


class Room:
    """One submission: its cells, then its checks."""

    def __init__(self, sandbox: Sandbox, limits: Limits) -> None:
        self.sandbox = sandbox
        self.limits = limits
        self.budget = Budget(limits.submission_seconds)
        self.cells: list[tuple[int, Cell]] = []
        self.count = 1
        self.resident: Resident | None = sandbox.admit(limits)
        self.fresh = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the room and everything in it."""
        if self.resident is not None:
            resident, self.resident = self.resident, None
            resident.kill()

    def run(self, cells: Sequence[Cell]) -> list[CellRun]:
        """Run cells in order. One that raises does not stop the next; one that reaches a limit is left out from then on."""
        runs: list[CellRun] = []
        while len(runs) < len(cells):
            try:
                self.furnish()
                self.run_from(cells, runs)
            except StudentFault as fault:
                # Only the budget ends up here: there is nothing left to run the others with.
                runs += [CellRun(cell.id, [], None, 0.0, fault) for cell in cells[len(runs) :]]
        return runs

    def run_from(self, cells: Sequence[Cell], runs: list[CellRun]) -> None:
        """Run what is left of ``cells`` until the end or until the room is lost."""
        first = len(runs)
        sources = [cell.source for cell in cells[first:]]
        order = Run(sources, self.count, self.limits.output_bytes, self.limits.cpu_seconds)
        for cell in cells[first:]:
            started = time.monotonic()
            try:
                with self.budget.spend(self.limits.cell_seconds) as (deadline, which):
                    done = self.exchange(order if len(runs) == first else None, CellDone, deadline, which)
            except StudentFault as fault:
                executed = bool(cell.source.strip())
                runs.append(CellRun(cell.id, [], self.count if executed else None, time.monotonic() - started, fault))
                self.count += executed
                return
            runs.append(self.report(cell, done))
            for index, raw in done.earlier.items():
                if 0 <= index < len(runs) - first - 1:
                    runs[first + index] = msgspec.structs.replace(runs[first + index], outputs=read_outputs(raw))
            if done.execution_count is not None:
                self.cells.append((self.count, cell))
                self.count += 1

    def report(self, cell: Cell, done: CellDone) -> CellRun:
        """What a finished cell did."""
        fault: StudentFault | None = None
        if done.limit:
            fault = LimitReached(done.limit)
        elif done.raised:
            fault = Raised(done.raised, done.text, done.traceback)
        count = self.count if done.execution_count is not None else None
        return CellRun(cell.id, read_outputs(done.outputs), count, done.seconds, fault)

    def furnish(self) -> None:
        """Make the room anew where it was lost: a fresh process, and the cells that did no harm once more."""
        while self.resident is None:
            if self.budget.left <= 0:
                raise LimitReached("budget")
            self.resident, self.fresh = self.sandbox.admit(self.limits), True
            for index, (count, cell) in enumerate(self.cells):
                order = Run([cell.source], count, self.limits.output_bytes, self.limits.cpu_seconds)
                try:
                    with self.budget.spend(self.limits.cell_seconds) as (deadline, which):
                        self.exchange(order, CellDone, deadline, which)
                except StudentFault:
                    del self.cells[index]
                    break

    def exchange(self, order: Any, kind: type[Any], deadline: float, which: str) -> Any:
        """Send an order, receive a message of ``kind``; whatever else happens loses the room and is the student's."""
        if self.resident is None:
            raise Crashed(why="the room is gone")
        try:
            if order is not None:
                self.resident.channel.send(order, deadline=deadline)
            message, _ = self.resident.channel.receive(deadline)
            self.fresh = False
            return value_of(kind, message)
        except TimeoutError:
            self.lose()
            raise LimitReached(which) from None
        except ProtocolError as error:
            raise self.lose(str(error)) from None

    def lose(self, why: str = "") -> StudentFault:
        """End a room that cannot be used any more; how it ended, as the student's fault."""
        assert self.resident is not None
        resident, self.resident = self.resident, None
        gone = resident.kill()
        if gone.fault:
            raise RoomFault(f"the room could not be set up: {gone.fault}")
        code = os.waitstatus_to_exitcode(gone.status) if gone.status else 0
        if code == SETUP_FAILED and self.fresh:
            raise RoomFault(f"the room could not be set up: {self.sandbox.warm.said() if self.sandbox.warm else ''}")
        if code > 128:
            return fault_of_signal(code - 128)
        return Crashed(exit_code=code, why=why if code in (0, 1) else "")

    @contextmanager
    def check(self, limits: Limits | None = None) -> Iterator[Session]:
        """One check, in a process of its own (profile keras: in the room's)."""
        limits = limits or self.limits
        session = Session(self, limits)
        try:
            yield session
        finally:
            session.end()


SETUP_FAILED: Final = 125


def fault_of_signal(number: int) -> StudentFault:
    """What the signal that ended a process says."""
    which = {signal.SIGALRM: "time", signal.SIGXCPU: "cpu", signal.SIGXFSZ: "files"}.get(number)
    return LimitReached(which) if which else Crashed(signal=number)


class Session:
    """Calls of one check. After a fault that ended its process, every further call gives the same fault."""

    def __init__(self, room: Room, limits: Limits) -> None:
        self.room = room
        self.limits = limits
        self.forks = room.sandbox.profile != "keras"
        self.left = limits.check_seconds
        self.number = 0
        self.open = False
        self.fault: StudentFault | None = None

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
        return self._ask(lambda number, left: (Call(number, name, on, writer.nodes, keep, left), writer.body))

    def _ask(self, order: Any) -> Answer:
        """Send one order and read the answer."""
        if self.fault is not None:
            raise self.fault
        self._begin()
        self.number += 1
        started = time.monotonic()
        if self.left <= 0:
            raise LimitReached("time")
        try:
            with self.room.budget.spend(self.left + GRACE) as (deadline, which):
                message, body = self._exchange(*order(self.number, self.left), deadline, which)
            return self._read(message, body)
        except (ProtocolError, ValueFault) as error:
            self.fault = self.room.lose(str(error)) if self.room.resident else Crashed(why=str(error))
            raise self.fault from None
        finally:
            self.left -= time.monotonic() - started

    def _begin(self) -> None:
        """Begin the check at its first call, in a room that is whole."""
        if self.open:
            return
        self.room.furnish()
        assert self.room.resident is not None
        self.room.resident.channel.send(Check(self.limits, self.forks))
        self.open = True

    def _exchange(self, order: Any, parts: list[bytes], deadline: float, which: str) -> tuple[Any, Any]:
        """Send and receive; a room that does not answer is lost."""
        resident = self.room.resident
        if resident is None:
            raise Crashed(why="the room is gone")
        try:
            resident.channel.send(order, parts, deadline)
            return resident.channel.receive(deadline)
        except TimeoutError:
            self.room.lose()
            self.fault = LimitReached(which)
            raise self.fault from None

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
                raise fault_of(message)
            case Ended():
                self.open = False
                self.fault = fault_of_status(message.status)
                raise self.fault
        raise ProtocolError("an answer to something else")

    def end(self) -> None:
        """End the check. What its process does now cannot matter any more."""
        resident = self.room.resident
        if not self.open or resident is None:
            return
        self.open = False
        try:
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
        return LimitReached(message.name)
    return Raised(message.name, message.text, message.traceback)


def fault_of_status(status: int) -> StudentFault:
    """How the process of a check ended before it answered."""
    if os.WIFSIGNALED(status):
        return fault_of_signal(os.WTERMSIG(status))
    return Crashed(exit_code=os.WEXITSTATUS(status))
