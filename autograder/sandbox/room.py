"""One submission in the sandbox: a ``Room`` runs its cells and gives a ``Session`` per check."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple, Self

import msgspec

from .box import Sandbox
from .errors import Crashed, LimitReached, Raised, RoomFault, StudentFault, fault_of_exit
from .limits import Limits
from .outputs import Output, read_outputs
from .protocol import CellDone, ProtocolError, Run, value_of
from .session import PATIENCE, Session, fault_of_signal, limit_named
from .warm import Resident

SETUP_FAILED: Final = 255  # what init leaves with where it cannot furnish the room; a student's process never does
#: Limits after which a room still holds what was too much: it is made anew without the cell.
EXHAUSTING: Final = ("memory", "processes", "files")


class Cell(NamedTuple):
    """A code cell."""

    id: str
    source: str


class Ran(NamedTuple):
    """A cell that did no harm: its number, and the seconds that it took."""

    number: int
    cell: Cell
    seconds: float


class CellRun(msgspec.Struct, frozen=True):
    """What a cell put out, and the fault that ended it, if one did."""

    id: str
    outputs: list[Output]
    execution_count: int | None
    seconds: float
    fault: StudentFault | None = None


class Budget:
    """Wall-clock time that a submission may still use; kept outside the room."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @contextmanager
    def spend(self, seconds: float, keep: float = 0.0) -> Iterator[tuple[float, str]]:
        """A deadline at most ``seconds`` away, and the name of the limit that it stands for.

        ``keep`` seconds stay for later. Raises ``LimitReached`` where nothing else is left.
        """
        left = self.left - keep
        if left <= 0:
            raise LimitReached("budget")
        which = "time" if seconds <= left else "budget"
        started = time.monotonic()
        try:
            yield started + min(seconds, left), which
        finally:
            self.left -= time.monotonic() - started


class Patience:
    """How long one cell or check may take: half as long after each that has used it up, down to ``least``.

    A function that never ends hangs wherever it is called. Without this it would use up the time of everything that
    does not call it.
    """

    def __init__(self, seconds: float, least: float) -> None:
        self.seconds = seconds
        self.least = min(seconds, least)

    def used_up(self) -> None:
        """Something has taken all of its time."""
        self.seconds = max(self.seconds / 2, self.least)


class Room:
    """One submission: its cells, then its checks."""

    def __init__(self, sandbox: Sandbox, limits: Limits) -> None:
        self.sandbox = sandbox
        self.limits = limits
        self.budget = Budget(limits.submission_seconds)
        self.for_checks = limits.submission_seconds / 3
        self.cell_patience = Patience(limits.cell_seconds, limits.cell_seconds / 20)
        self.check_patience = Patience(limits.check_seconds, limits.check_seconds * 0.4)
        self.ran: list[Ran] = []
        self.stumbled: set[int] = set()  # cells that went wrong when the room was made anew
        self.cut_short = False  # whether cells were left out because the time for them was used up
        self.count = 1
        self.asked = 0.0  # seconds that checks have waited for answers
        self.resident: Resident | None = sandbox.admit(limits)

    def __enter__(self) -> Self:
        """Nothing to do: the room is open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """End the room and everything in it."""
        if self.resident is not None:
            resident, self.resident = self.resident, None
            resident.close()

    def run(self, cells: Sequence[Cell]) -> list[CellRun]:
        """Run cells in order.

        One that raises does not stop the next; one that reaches a limit is left out where the room is made anew.
        """
        runs: list[CellRun] = []
        while len(runs) < len(cells):
            try:
                self.furnish()
                self.run_from(cells, runs)
            except StudentFault as fault:
                # Only the budget ends up here: there is nothing left to run the others with.
                runs += [CellRun(cell.id, [], None, 0.0, fault) for cell in cells[len(runs) :]]
                self.cut_short = True
        return runs

    def run_from(self, cells: Sequence[Cell], runs: list[CellRun]) -> None:
        """Run what is left of ``cells`` until the end or until the room is lost."""
        first = len(runs)
        sources = [cell.source for cell in cells[first:]]
        order = Run(sources, self.count, self.limits.output_bytes, self.limits.cpu_seconds)
        for cell in cells[first:]:
            count = self.count if cell.source.strip() else None
            self.count += count is not None
            started = time.monotonic()
            try:
                with self.budget.spend(self.cell_patience.seconds, self.for_checks) as (deadline, which):
                    done = self.exchange(order if len(runs) == first else None, deadline, which)
                    fault, outputs, earlier = self.read(done)
            except StudentFault as lost:
                if isinstance(lost, LimitReached) and lost.which == "time":
                    self.cell_patience.used_up()
                self.cut_short |= isinstance(lost, LimitReached) and lost.which == "budget"
                runs.append(CellRun(cell.id, [shown(lost)], count, time.monotonic() - started, lost))
                return
            runs.append(CellRun(cell.id, outputs, count, time.monotonic() - started, fault))
            for index, changed in earlier.items():
                if 0 <= index < len(runs) - first - 1:
                    runs[first + index] = msgspec.structs.replace(runs[first + index], outputs=changed)
            if done.limit in EXHAUSTING:
                self.lose()
                return
            if count is not None:
                self.ran.append(Ran(count, cell, runs[-1].seconds))

    def read(self, done: CellDone) -> tuple[StudentFault | None, list[Output], dict[int, list[Output]]]:
        """What a finished cell did: its fault, its outputs, and those of earlier cells that it changed."""
        try:
            limit = self.limits.output_bytes
            outputs = read_outputs(done.outputs, limit)
            earlier = {index: read_outputs(raw, limit) for index, raw in done.earlier.items()}
        except ProtocolError as error:
            raise self.lose(str(error)) from None
        if done.limit:
            fault = limit_named(done.limit)
            return fault, [*outputs, shown(fault)], earlier
        return Raised(done.raised, done.text, done.traceback) if done.raised else None, outputs, earlier

    def furnish(self) -> None:
        """Make the room anew where it was lost: a fresh process, and the cells that did no harm once more.

        The slowest are left out where all of them together would take more than half of the time that is left.
        """
        while self.resident is None:
            if self.budget.left <= 0:
                raise LimitReached("budget")
            while sum(ran.seconds for ran in self.ran) > self.budget.left / 2:
                self.ran.remove(max(self.ran, key=lambda ran: ran.seconds))
                self.cut_short = True
            self.resident = self.sandbox.admit(self.limits)
            for ran in self.ran:
                order = Run([ran.cell.source], ran.number, self.limits.output_bytes, self.limits.cpu_seconds)
                try:
                    with self.budget.spend(self.limits.cell_seconds) as (deadline, which):
                        self.exchange(order, deadline, which)
                except StudentFault:
                    # Once may be the aftermath of what the room was lost for, such as memory that is not free yet.
                    if ran.number in self.stumbled:
                        self.ran.remove(ran)
                    self.stumbled.add(ran.number)
                    break

    def exchange(self, order: Run | None, deadline: float, which: str) -> CellDone:
        """Send cells, receive that one is done; whatever else happens loses the room and is the student's."""
        assert self.resident is not None
        try:
            if order is not None:
                self.resident.channel.send(order, deadline=deadline)
            done: CellDone = value_of(CellDone, self.resident.channel.receive(deadline)[0])
            return done
        except TimeoutError:
            self.lose()
            raise LimitReached(which) from None
        except ProtocolError as error:
            raise self.lose(str(error), PATIENCE) from None

    def lose(self, why: str = "", patience: float = 0.0) -> StudentFault:
        """End a room that cannot be used any more; what that says about the student's code.

        ``patience``: seconds to wait for word of an end that has already shown itself on the channel.
        """
        assert self.resident is not None
        resident, self.resident = self.resident, None
        try:
            gone = resident.ended(patience)
            memory = self.sandbox.ran_out_of_memory(resident)
        finally:
            resident.close()
        if memory:
            self.sandbox.settle()  # else it is the next cell that finds none
        if gone is None:
            return Crashed(why=why)
        if gone.fault:
            raise RoomFault(f"the room could not be set up: {gone.fault}")
        code = os.waitstatus_to_exitcode(gone.status)
        if code == SETUP_FAILED:
            raise RoomFault(f"the room could not be set up: {self.sandbox.said()}")
        if code == 128 + signal.SIGKILL and memory:
            return LimitReached("memory")
        return fault_of_signal(code - 128) if code > 128 else fault_of_exit(code)

    @property
    def forks(self) -> bool:
        """Whether each check is a process of its own: a process in which TensorFlow has run must not be forked."""
        return self.sandbox.profile != "keras"

    @contextmanager
    def check(self, limits: Limits | None = None, *, spare: bool = False) -> Iterator[Session]:
        """One check, in a process of its own (profile keras: in the room's).

        ``spare``: it is run besides those that count, and leaves no less time for them.
        """
        limits = limits or self.limits
        seconds = min(limits.check_seconds, self.check_patience.seconds)
        session = Session(self, msgspec.structs.replace(limits, check_seconds=seconds))
        try:
            yield session
        finally:
            session.end()
            if isinstance(session.fault, LimitReached) and session.fault.which == "time" and not spare:
                self.check_patience.used_up()


def shown(fault: StudentFault) -> Output:
    """A fault as the output of the cell that it ended."""
    text = str(fault)
    return {"output_type": "error", "ename": type(fault).__name__, "evalue": text, "traceback": [text]}
