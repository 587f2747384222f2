"""The trusted side's end of one warm process: starts it, asks it for rooms, ends it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from . import bubblewrap, cgroup
from .errors import RoomFault, Unavailable
from .limits import Limits, Profile
from .polling import Watch
from .protocol import Broken, Channel, Gone, Open, ProtocolError, Ready, decode, encode, value_of

START_SECONDS: Final = 120.0
KILL_SECONDS: Final = 10.0
HANG_UP_SECONDS: Final = 2.0
PROGRAM: Final = "from autograder.sandbox.worker.zygote import main; main({profile!r}, {mode!r}, {control})"


class Resident:
    """One room's process as the trusted side sees it: a channel to the student's process, a lifeline to the keeper."""

    def __init__(self, channel: socket.socket, lifeline: socket.socket) -> None:
        self.channel = Channel(channel)
        self.lifeline = Channel(lifeline)
        self.gone: Gone | None = None
        self.alone: Warm | None = None  # the warm process that ends with this room, where it serves one room only

    def kill(self) -> None:
        """End the room and everything in it. Raises ``RoomFault`` where the keeper does not confirm it."""
        if self.ended(0.0) is None:
            with contextlib.suppress(OSError):
                self.lifeline.socket.shutdown(socket.SHUT_WR)
            if self.ended(KILL_SECONDS) is None:
                raise RoomFault("the keeper does not confirm that the room has ended")

    def ended(self, seconds: float) -> Gone | None:
        """How the room ended by itself, if it does within ``seconds``."""
        if self.gone is None:
            try:
                self.gone = value_of(Gone, self.lifeline.receive(time.monotonic() + seconds)[0])
            except TimeoutError:
                return None
            except ProtocolError as error:
                self.gone = Gone(0, f"the keeper is gone: {error}")
        return self.gone

    def close(self) -> None:
        """End the room if it has not ended, and close both ends."""
        try:
            self.kill()
        finally:
            self.channel.close()
            self.lifeline.close()
            if self.alone is not None:
                self.alone.close()


class Warm:
    """A warm process: in bubblewrap, or (``mode`` "bare") without it.

    ``mode`` "boxed" forks rooms with namespaces of their own, "single" serves one room and has to be thrown away after.
    """

    def __init__(self, profile: Profile, limits: Limits, mode: str) -> None:
        self.profile = profile
        self.limits = limits
        self.mode = mode
        self.state: Ready | None = None
        self.kills = 0
        with ExitStack() as stack:
            self.log = stack.enter_context(tempfile.TemporaryFile())
            self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            stack.enter_context(self.control)
            # The sum over all processes, on top of the limits of each: room for copies of the libraries and some forks.
            memory_mb = 2 * limits.memory_mb + 1024
            self.group = cgroup.Group(memory_mb, 4 * limits.processes + 64)
            stack.callback(self.group.close)
            with theirs:
                self.process = self.spawn(theirs.fileno())
            stack.callback(self.end)
            self.watch: Watch | None = None
            if not self.group.folders and mode != "bare":
                self.watch = Watch(self.process.pid, memory_mb)
                stack.callback(self.watch.stop)
                self.watch.start()
            self.stack = stack.pop_all()

    def spawn(self, control: int) -> subprocess.Popen[bytes]:
        """Start the process; it finds its end of the control socket at descriptor ``control``."""
        program = PROGRAM.format(profile=self.profile, mode=self.mode, control=control)
        descriptors = {name: in_memory(text) for name, text in bubblewrap.small_files().items()}
        try:
            if self.mode == "bare":
                root = str(Path(__file__).parents[2])
                command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {root!r}); {program}"]
                environment = bubblewrap.variables(self.profile) | {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}
            else:
                boxed = bubblewrap.arguments(self.profile, self.limits, descriptors, single=self.mode == "single")
                command = [bubblewrap.find(), *boxed, "--", bubblewrap.python(), "-I", "-c", program]
                environment = {"PATH": "/usr/bin:/bin"}
            return subprocess.Popen(
                self.group.joined(command),
                stdin=subprocess.DEVNULL,
                stdout=self.log,
                stderr=self.log,
                env=environment,
                pass_fds=(control, *descriptors.values()),
                start_new_session=True,
            )
        finally:
            for descriptor in descriptors.values():
                os.close(descriptor)

    def ready(self) -> Ready:
        """Wait until everything is imported. Raises ``Unavailable`` with what the process said where it is not."""
        if self.state is None:
            self.control.settimeout(START_SECONDS)
            try:
                answer = self.control.recv(1 << 20)
                message = decode(answer)[0] if answer else Broken("it ended while starting")
            except (OSError, ProtocolError) as error:
                message = Broken(f"it does not answer: {error}")
            if not isinstance(message, Ready):
                why = message.why if isinstance(message, Broken) else "it does not say that it is ready"
                said = self.said()
                self.close()
                raise Unavailable(f"the sandbox does not start: {why}\n{said}".strip())
            self.state = message
        return self.state

    def open(self, limits: Limits) -> Resident:
        """Ask for a room. Raises ``RoomFault`` where the process is gone."""
        self.ready()
        channel, their_channel = socket.socketpair()
        lifeline, their_lifeline = socket.socketpair()
        with their_channel, their_lifeline:
            try:
                ends = [their_channel.fileno(), their_lifeline.fileno()]
                socket.send_fds(self.control, [encode(Open(limits))], ends)
            except OSError as error:
                channel.close()
                lifeline.close()
                raise RoomFault(f"the warm process is gone: {error}") from None
        return Resident(channel, lifeline)

    @property
    def alive(self) -> bool:
        """Whether the process is still there."""
        return self.process.poll() is None

    def ran_out_of_memory(self) -> bool:
        """Whether a process in here was ended for its memory since the last time somebody asked."""
        before, self.kills = self.kills, self.watch.kills if self.watch is not None else self.group.kills()
        return self.kills > before

    def said(self) -> str:
        """The last lines that the process wrote to its log."""
        self.log.seek(0)
        return self.log.read().decode(errors="replace")[-2000:].strip()

    def close(self) -> None:
        """End the process and every room in it."""
        self.stack.close()

    def end(self) -> None:
        """Hang up, and kill the process where it does not end by that."""
        self.control.close()
        try:
            self.process.wait(HANG_UP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def in_memory(text: str) -> int:
    """A descriptor from which ``text`` can be read."""
    descriptor = os.memfd_create("room")
    os.write(descriptor, text.encode())
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
