"""The student's process: runs the cells, then forks once per check and answers calls there.

Everything here runs beside a student's code and may be changed by it. Nothing here decides anything: the trusted side
measures the time, checks every frame again, and takes silence, nonsense and death for what they are.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import Any, NoReturn

import numpy as np

from ..errors import EXIT_CODES, clip
from ..protocol import (
    Ask,
    Call,
    Channel,
    Check,
    Closed,
    End,
    Ended,
    Failed,
    Get,
    ProtocolError,
    Refused,
    Result,
    Run,
    Told,
)
from ..values import Handle, Loan, Reader, ValueFault, Writer
from .faults import limit_of, told, valid
from .kernel import Notebook
from .outputs import captured

SEED = 0
PLAIN_BYTES, PLAIN_ENTRIES, PLAIN_DEPTH = 1 << 20, 1000, 4
_asking = threading.Lock()
END_TRIES = 400  # milliseconds; after that the trusted side makes the room anew


def serve(notebook: Notebook, channel: Channel, *, alone: bool) -> None:
    """Do what the trusted side asks for until it hangs up.

    ``alone``: nobody else is in this process's pid namespace but init.
    """
    # The same notebook gives the same draws whenever it is graded.
    random.seed(SEED)
    np.random.seed(SEED)
    notebook.move_in()
    while True:
        try:
            message, _ = channel.receive()
        except Closed:
            return
        if isinstance(message, Run):
            run(notebook, channel, message)
        elif isinstance(message, Check):
            check(notebook, channel, message, alone=alone)
        elif not isinstance(message, End):  # of a check whose process was gone already
            raise ProtocolError("neither cells nor a check")


def run(notebook: Notebook, channel: Channel, message: Run) -> None:
    """Run cells one after the other; each is reported as it ends."""
    notebook.shell.execution_count = message.first
    for source in message.sources:
        more_cpu(message.cpu_seconds)
        channel.send(notebook.run(source, message.output_bytes))


def more_cpu(seconds: int) -> None:
    """Allow this process ``seconds`` of CPU time from now on; the kernel ends it after that."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def check(notebook: Notebook, channel: Channel, message: Check, *, alone: bool) -> None:
    """Answer calls, in a fork of this process where the profile allows one.

    A fork takes longer than most checks. Plain values are read without one: that runs nobody's code.
    """
    if alone:
        end_everybody()
    desk = Desk(notebook, channel, message)
    if not message.fork:
        more_cpu(message.limits.cpu_seconds)
        desk.answer_all()
        return
    if desk.answer_plainly():
        channel.send(Ended(0))
        return
    child = os.fork()
    if child == 0:
        be_check(desk, message)
    status = os.waitpid(child, 0)[1]
    end_group(child)
    channel.send(Ended(status))


def end_everybody() -> None:
    """Kill what cells and earlier checks have left running, so that it costs no later check its share of the room.

    Processes that left their group, and those of another session, are among them.
    """
    for _ in range(END_TRIES):
        try:
            os.kill(-1, signal.SIGKILL)
        except OSError:
            return
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.001)


def end_group(group: int) -> None:
    """Kill what a check has started and wait until it is gone: until then it counts among the room's processes."""
    for _ in range(END_TRIES):
        try:
            os.killpg(group, signal.SIGKILL)
        except OSError:
            return
        time.sleep(0.001)


def be_check(desk: Desk, message: Check) -> NoReturn:
    """Answer calls and leave without running anything at exit. Never returns."""
    code = 1
    try:
        os.setpgid(0, 0)
        random.seed(SEED)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        more_cpu(message.limits.cpu_seconds)
        desk.answer_all()
        code = 0
    except BaseException as error:
        code = EXIT_CODES.get(limit_of(error), 1)
    finally:
        os._exit(code)


class Desk:
    """Answers the calls of one check."""

    def __init__(self, notebook: Notebook, channel: Channel, message: Check) -> None:
        self.names = notebook.names
        self.channel = channel
        self.limits = message.limits
        self.alarm = message.fork
        self.kept: dict[int, Any] = {}
        self.waiting: tuple[Call | Get, bytes | bytearray] | None = None

    def answer_plainly(self) -> bool:
        """Answer as long as plain values are asked for. Whether that was all; else the next order is ``waiting``."""
        while (order := self.next_order()) is not None:
            message, body = order
            if not isinstance(message, Get) or message.on is not None or message.keep:
                self.waiting = order
                return False
            if not plain(self.names.get(message.name)):
                self.waiting = order
                return False
            self.alarm, alarm = False, self.alarm
            self.channel.send(*self.answer(message, body))
            self.alarm = alarm
        return True

    def answer_all(self) -> None:
        """Answer until the check ends."""
        while (order := self.waiting or self.next_order()) is not None:
            self.waiting = None
            self.channel.send(*self.answer(*order))

    def next_order(self) -> tuple[Call | Get, bytes | bytearray] | None:
        """What the trusted side asks for next; None at the end of the check."""
        message, body = self.channel.receive()
        if isinstance(message, End):
            return None
        if not isinstance(message, Call | Get):
            raise ProtocolError("neither a call nor the end")
        return message, body

    def answer(self, message: Call | Get, body: bytes | bytearray) -> tuple[Result | Failed, list[bytes]]:
        """The answer to one call, or why there is none."""
        with captured(self.limits.output_bytes) as page:
            try:
                args, kwargs = self.arguments(message, body)
                if isinstance(message, Call):
                    self.names |= {name: Borrowed(self.channel, loan) for name, loan in message.stand_ins.items()}
                target = self.find(message)
                if self.alarm:
                    signal.setitimer(signal.ITIMER_REAL, max(message.seconds, 0.001))
                value = target(*args, **kwargs) if isinstance(message, Call) else target
                if message.keep:
                    value = self.keep(value)
                writer = Writer(arrays_of=as_array)
                writer.write(value)
                writer.write(args)
                writer.write(kwargs)
                reply: Result | Failed = Result(message.number, writer.nodes, valid(page.getvalue()))
                parts = writer.body
            except Missing as missing:
                reply, parts = Failed(message.number, "undefined", clip(str(missing), 200)), []
            except ValueFault as fault:
                reply, parts = Failed(message.number, "unsendable", str(fault)), []
            except BaseException as error:
                reply, parts = self.failed(message.number, error, valid(page.getvalue())), []
            finally:
                if self.alarm:
                    signal.setitimer(signal.ITIMER_REAL, 0)
            if page.over and isinstance(reply, Result):
                reply, parts = Failed(message.number, "limit", "output", stdout=reply.stdout), []
        return reply, parts

    def failed(self, number: int, error: BaseException, stdout: str) -> Failed:
        """The report of an exception."""
        if limit := limit_of(error):
            return Failed(number, "limit", limit, stdout=stdout)
        return Failed(number, "raised", *told(error), stdout=stdout)

    def arguments(self, message: Call | Get, body: bytes | bytearray) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Arguments of a call, fresh copies with handles replaced by what they name."""
        if isinstance(message, Get):
            return (), {}
        reader = Reader(message.nodes, body, inward=True)
        args, kwargs = reader.read(), reader.read()
        return self.inside(args), self.inside(kwargs)

    def inside(self, value: Any) -> Any:
        """``value`` with handles replaced."""
        if isinstance(value, Handle):
            return self.kept[value.number]
        if isinstance(value, Loan):
            return Borrowed(self.channel, value.number)
        if isinstance(value, dict):
            return {key: self.inside(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(map(self.inside, value))
        return value

    def find(self, message: Call | Get) -> Any:
        """What is to be called or fetched."""
        if message.on is not None:
            kept = self.kept[message.on]
            return getattr(kept, message.name) if message.name else kept
        if message.name not in self.names:
            raise Missing(message.name)
        return self.names[message.name]

    def keep(self, value: Any) -> Handle:
        """Keep ``value`` inside for the length of the check."""
        number = len(self.kept)
        self.kept[number] = value
        return Handle(number, valid(type(value).__name__)[:100])


def plain(value: Any, depth: int = 0) -> bool:
    """Whether a value is a handful of numbers, texts and arrays, and nothing of a student's making."""
    kind = type(value)
    if kind in (bool, int, float, complex, str, type(None)):
        return True
    if kind is np.ndarray:
        return value.dtype.kind in "biufc" and value.nbytes <= PLAIN_BYTES
    if kind not in (tuple, list, set, frozenset, dict) or len(value) > PLAIN_ENTRIES or depth > PLAIN_DEPTH:
        return False
    parts = (*value, *value.values()) if kind is dict else tuple(value)
    return all(plain(part, depth + 1) for part in parts)


class Borrowed:
    """A function of the trusted side: calling it asks there, one call at a time."""

    def __init__(self, channel: Channel, loan: int) -> None:
        self.channel = channel
        self.loan = loan

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the trusted side answers. Raises ``ValueError`` where it refuses."""
        writer = Writer(arrays_of=as_array)
        writer.write(args)
        writer.write(kwargs)
        with _asking:
            self.channel.send(Ask(self.loan, writer.nodes), writer.body)
            message, body = self.channel.receive()
        if isinstance(message, Refused):
            raise ValueError(message.text)
        if not isinstance(message, Told):
            raise ProtocolError("no answer")
        return Reader(message.nodes, body).read()


class Missing(Exception):
    """A name that the notebook does not define."""


def as_array(value: Any) -> Any:
    """The plain array of a tensor, a Keras variable or whatever else says how it becomes one; None for the rest."""
    if isinstance(value, type):
        return None
    if "tensorflow" in sys.modules and callable(to_numpy := getattr(value, "numpy", None)):
        value = to_numpy()
    try:
        return np.asarray(value) if hasattr(value, "__array__") else None
    except Exception:
        return None  # said as everything else that is no answer, not as an exception of the function
