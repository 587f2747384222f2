"""The resident grader of a course: one process that has imported everything, with workers whose sandboxes are warm.

``autograder grade`` finds it through ``resident`` and hands it a request and its terminal. Requests are served one
after another. What may have changed in between (submissions, configuration, gradebook, secret) is read anew for each;
what a process reads only once (code) is named by ``resident.stamp``, and a request with another stamp is refused.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any, TextIO

import msgspec

from autograder import durable
from autograder.classroom import How, grade_class, resume_class
from autograder.course import Course, CourseError, unwritable
from autograder.preparing import Device
from autograder.resident import ADDRESS, INTERRUPTED, TERMINAL, peer
from autograder.sandbox import Unavailable
from autograder.terminal import shown
from autograder.workers import Workers

PREFIX = "autograder-"
PATIENCE = 5.0  # seconds that whoever connects may take to say what they want
MOST_BYTES = 8 * 2**20  # of a request: the longest command line that Linux takes, and room
LONGEST = 90  # bytes: the kernel takes a path of 107 for a socket
CHANGED = "the kit, a package or the environment is not as it was when it started; restart `autograder serve`"

Say = Callable[[str], object]


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``autograder grade`` was told, and the terminal of whoever told it."""

    stamp: str
    terminal: dict[str, str]
    encoding: str
    assignments: list[str]
    students: list[str]
    force: bool
    resume: bool
    device: Device
    timings: bool


class _Gone(KeyboardInterrupt):
    """Whoever asked has interrupted the run, or is no longer there."""


def serve(root: Path, jobs: int | None, stamp: str, say: Say) -> None:
    """Serve requests until interrupted. ``stamp`` was taken before anything else was imported.

    Raises ``CourseError`` where another one serves this course, ``sandbox.Unavailable`` where code cannot be isolated.
    """
    course = Course(root)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with durable.alone(course.private / "resident.lock"):
            released = [path.name for path in sorted((root / "release").iterdir())]
            workers = Workers(root, size=jobs, assignments=released, stay=True)
            try:
                say(f"Warming up {workers.size} processes for {root} ...")
                workers.wait()
                with _listening(course) as listener:
                    say("Ready: `autograder grade` in this course comes here from now on. Ctrl-C ends it.")
                    _Resident(root, workers, stamp, say).serve(listener)
            finally:
                workers.close()
    except durable.Busy:
        raise CourseError(f"another `autograder serve` keeps a grader of {root} already") from None
    except OSError as error:
        if known := unwritable(error, root, denied=True):
            raise known from error
        raise


@contextmanager
def _listening(course: Course) -> Iterator[socket.socket]:
    """A socket that this user alone can reach, and in the course's private folder its address.

    It is not in the course itself: a course may lie on a network file system, at the end of a long path, and is copied.
    """
    address = course.private / ADDRESS
    _sweep(address)
    short = len(os.fsencode(tempfile.gettempdir())) < LONGEST - len(f"/{PREFIX}12345678/socket")
    with (
        tempfile.TemporaryDirectory(prefix=PREFIX, dir=None if short else "/tmp") as folder,
        socket.socket(socket.AF_UNIX) as listener,
    ):
        path = Path(folder, "socket")
        listener.bind(str(path))
        path.chmod(0o600)
        listener.listen()
        durable.write(address, os.fsencode(path))
        try:
            yield listener
        finally:
            address.unlink(missing_ok=True)


def _sweep(address: Path) -> None:
    """Remove the folder of a resident grader that was killed: we hold its lock, so it has ended."""
    with suppress(OSError):
        folder = Path(os.fsdecode(address.read_bytes())).parent
        if folder.name.startswith(PREFIX) and not folder.is_symlink() and folder.stat().st_uid == os.geteuid():
            shutil.rmtree(folder, ignore_errors=True)


class _Resident:
    """Takes requests in the main thread, where alone a run can be interrupted."""

    def __init__(self, root: Path, workers: Workers, stamp: str, say: Say) -> None:
        self.root, self.workers, self.stamp, self.say = root, workers, stamp, say
        self.at_work = False

    def serve(self, listener: socket.socket) -> None:
        """Go on until interrupted."""
        signal.signal(signal.SIGUSR1, self._gone)
        while True:
            connection, _ = listener.accept()
            with connection, suppress(OSError, LookupError):  # who has gone, or writes in no way that we know
                if peer(connection) == os.geteuid():
                    self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        with ExitStack() as stack:
            streams = [stack.enter_context(open(number, "w", buffering=1)) for number in _received(connection)]
            line = stack.enter_context(connection.makefile("rb")).readline(MOST_BYTES)
            connection.settimeout(None)
            try:
                request = msgspec.json.decode(line, type=Request)
            except msgspec.DecodeError:  # of another version
                request = None
            if request is None or len(streams) != 2 or request.stamp != self.stamp:
                _send(connection, refused=CHANGED)
                return
            _send(connection, begun=True)
            started = time.perf_counter()
            try:
                with _terminal(request, *streams):
                    end = self._run(request, connection)
            except KeyboardInterrupt:  # we are to end ourselves
                with suppress(OSError):
                    _send(connection, fault=INTERRUPTED)
                raise
            with suppress(OSError):
                _send(connection, **end)
            self.say(_logged(request, end, time.perf_counter() - started))

    def _run(self, request: Request, connection: socket.socket) -> dict[str, Any]:
        """Do it, and say how it ended. After anything but a good run, other processes take the place of the workers.

        One that could not set itself up does not try again. And an interrupt may have hit the book-keeping of who
        grades what, while some still grade for nobody.
        """
        end: dict[str, Any] = {"code": 1}
        try:
            if self._grade(request, connection):
                return {"code": 0}
        except LookupError as fault:
            return {"fault": str(fault)}
        except (SystemExit, BrokenPipeError):  # the output goes to a command that has read enough
            return end
        except (CourseError, Unavailable) as fault:
            end = {"fault": str(fault)}
        except _Gone:
            end = {"fault": INTERRUPTED}
        except Exception:
            traceback.print_exc()
        self.workers.renew(wait=False)
        return end

    def _grade(self, request: Request, connection: socket.socket) -> bool:
        """Whether all went well. Raises ``_Gone`` where whoever asked interrupts it, and only in here."""
        how = How(workers=self.workers, device=request.device, timings=request.timings)
        watch = threading.Thread(target=_watch, args=(connection,), daemon=True)
        try:
            self.at_work = True
            watch.start()
            self.workers.revive()
            if request.resume:
                return resume_class(self.root, how=how)
            return grade_class(self.root, request.assignments, request.students, force=request.force, how=how)
        finally:
            self.at_work = False
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RD)
            watch.join()

    def _gone(self, *_: object) -> None:
        if self.at_work:
            self.at_work = False  # once is enough: what is being tidied up is not interrupted
            raise _Gone


def _watch(connection: socket.socket) -> None:
    """Wait for the end of the connection: nothing else comes after a request."""
    with suppress(OSError):
        connection.recv(1)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)


def _received(connection: socket.socket) -> list[int]:
    _, numbers, _, _ = socket.recv_fds(connection, 1, 2)
    for number in numbers:
        os.set_inheritable(number, False)
    return list(numbers)


def _send(connection: socket.socket, **words: Any) -> None:
    connection.sendall(msgspec.json.encode(words) + b"\n")


@contextmanager
def _terminal(request: Request, out: TextIO, err: TextIO) -> Iterator[None]:
    """Write to the terminal of whoever asked. Descriptors 1 and 2 stay ours: processes that stay inherit them."""
    before = {name: os.environ.get(name) for name in TERMINAL}
    for stream, errors in ((out, "strict"), (err, "backslashreplace")):
        stream.reconfigure(encoding=request.encoding, errors=errors)  # type: ignore[attr-defined]
    _set({name: request.terminal.get(name) for name in TERMINAL})
    try:
        with redirect_stdout(out), redirect_stderr(err):
            yield
            out.flush()
    finally:
        _set(before)


def _set(environment: dict[str, str | None]) -> None:
    for name, value in environment.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _logged(request: Request, end: dict[str, Any], seconds: float) -> str:
    what = "--resume" if request.resume else " ".join([*request.assignments, *request.students])
    return shown(f"{time.strftime('%H:%M:%S')} {what}: {end.get('fault') or f'{seconds:.1f} s'}", 200)
