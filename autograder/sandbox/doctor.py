"""Proves on this machine what the sandbox promises, with live probes; each is also run where it must find something."""

from __future__ import annotations

import json
import os
import platform
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from . import layers, probes
from .box import Sandbox
from .errors import LimitReached, RoomFault, StudentFault, Unavailable
from .limits import Isolation, Limits
from .packages import DEEP_LEARNING
from .room import Cell

SMALL: Final = Limits(
    cell_seconds=10.0, cpu_seconds=1, memory_mb=300, processes=24, file_mb=16, open_files=128, output_bytes=100_000
)


NAMESPACE: Final = "no namespace of its own making"
LANDLOCK: Final = "nothing that Landlock forbids"
#: Probes that are left out of the short self-test.
SLOW: Final = ("no deep-learning library",)


class Probe(NamedTuple):
    """One row: what must hold, whether it does, and what was seen."""

    name: str
    ok: bool
    detail: str


def diagnose(isolation: Isolation = "bubblewrap") -> list[Probe]:
    """Try every layer, then run every probe. An empty promise is a row that is not ok; nothing is raised."""
    rows = [Probe(f"layer: {layer.name}", layer.there, layer.detail) for layer in layers.look()]
    try:
        with Sandbox("numpy", isolation) as sandbox:
            rows += [isolating(sandbox), *leaving(sandbox), *leftovers(sandbox), *reaching(sandbox)]
    except RoomFault as fault:
        return [*rows, Probe("the sandbox starts", False, str(fault))]
    return [*rows, keras_room(isolation)]


def report(rows: list[Probe], write: Callable[[str], object] = print) -> bool:
    """Print the rows; whether all are ok."""
    width = max((len(row.name) for row in rows), default=0)
    for row in rows:
        write(f"{'ok  ' if row.ok else 'FAIL'}  {row.name:{width}}  {row.detail}")
    good = bool(rows) and all(row.ok for row in rows)
    write(
        "The sandbox keeps what it promises."
        if good
        else "The sandbox does not keep what it promises: do not grade here."
    )
    return good


def self_test(sandbox: Sandbox) -> None:
    """The short form, before every batch. Raises ``Unavailable`` where student code could reach something."""
    if sandbox.mode == "bare":
        return
    with planted() as bait:
        inside = {name: text for name, text in bait.inside(sandbox.mode).items() if name not in SLOW}
        cells = [Cell(name, f"{text}\nreached[{name!r}] = found") for name, text in inside.items()]
        with sandbox.open() as room:
            runs = room.run([Cell("begin", "reached = {}"), *cells])
            for run in runs:
                if run.fault is not None:
                    raise Unavailable(f"the self-test of the sandbox failed ({run.id}): {run.fault}")
            with room.check() as session:
                reached = session.get("reached")
    if reached != {name: [] for name in inside}:
        raise Unavailable(f"the self-test of the sandbox failed: student code reaches {reached}")


def isolating(sandbox: Sandbox) -> Probe:
    """What isolates here."""
    user = "root" if os.geteuid() == 0 else "an ordinary user"
    return Probe(
        "what isolates",
        sandbox.mode != "bare",
        f"{sandbox.isolation}; Linux {platform.release()}, started by {user}",
    )


class Bait(NamedTuple):
    """What was laid out outside for the probes to find."""

    secret: str
    folder: Path
    port: int
    abstract: str

    def inside(self, mode: str) -> dict[str, str]:
        """The probes as they run in a room of a sandbox in ``mode``."""
        import numpy as np

        own = [str(Path(__file__).parent), str(Path(np.__file__).parent), os.path.dirname(os.__file__), sys.prefix]
        places = [*own, str(self.folder), "/", "/usr/bin", "/etc", "/room", "/room/bin", "/dev", "/home"]
        roots = ["/room", "/usr/lib/python3", "/opt", sys.base_prefix]
        # Where no room gets a user namespace, the machine's own number stands there, and only the filter refuses.
        return self.texts(True, [*places, "/proc/sys/kernel"], roots, counted=mode == "boxed")

    def outside(self) -> dict[str, str]:
        """The probes as they run beside it: they write only where they were invited to."""
        return self.texts(False, [str(self.folder)], [], counted=True)

    def texts(self, interfaces: bool, folders: list[str], roots: list[str], *, counted: bool) -> dict[str, str]:
        """The probes by what they prove."""
        from . import system_calls  # loads libseccomp; only a sandbox that has started gets here

        files = [str(self.folder / "canary"), f"/proc/{os.getpid()}/root{self.folder}/canary"]
        return {
            "no network, not even to this machine": probes.NETWORK.format(
                port=self.port, abstract=self.abstract, interfaces=interfaces
            ),
            "no file and no variable of this machine": probes.FILES.format(paths=files, secret=self.secret),
            "no other process": probes.PROCESSES.format(marker=self.secret),
            "nothing to write but its own folders": probes.WRITING.format(folders=folders),
            "no deep-learning library": probes.LIBRARIES.format(names=sorted(DEEP_LEARNING), roots=roots),
            "no privileges": probes.PRIVILEGES,
            NAMESPACE: probes.NAMESPACES.format(counted=counted),
            LANDLOCK: probes.LANDLOCK,
            **system_calls.attempts(),
        }


@contextmanager
def planted() -> Iterator[Bait]:
    """Lay out a file in the working folder, a variable, a process, a listening port and an abstract socket."""
    secret = secrets.token_hex(8)
    with ExitStack() as stack:
        here = "." if os.access(".", os.W_OK) else None
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=here, prefix=".canary-"))).resolve()
        folder.chmod(0o755)  # what keeps it out of reach must be the sandbox, not its owner
        (folder / "canary").write_text(secret)
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        abstract = f"\0forwardpass-{secret}"
        local = stack.enter_context(socket.socket(socket.AF_UNIX))
        local.bind(abstract)
        local.listen()
        stack.enter_context(subprocess.Popen(["/bin/sh", "-c", "read _", secret], stdin=subprocess.PIPE))
        os.environ["FORWARDPASS_CANARY"] = secret
        stack.callback(os.environ.pop, "FORWARDPASS_CANARY", None)
        yield Bait(secret, folder, listener.getsockname()[1], abstract)


def leaving(sandbox: Sandbox) -> Iterator[Probe]:
    """Try to reach what was laid out, from inside and from outside."""
    from . import system_calls

    with planted() as bait:
        outside = bait.outside()
        for name, text in bait.inside(sandbox.mode).items():
            seen = find_outside(outside[name])
            try:
                reached = find_inside(sandbox, text)
            except StudentFault as fault:
                yield Probe(name, False, f"the probe itself failed: {fault}")
                continue
            if reached:
                yield Probe(name, False, f"reached: {reached}")
            elif not seen and name in (*system_calls.OPTIONAL, system_calls.FOREIGN):
                yield Probe(name, True, "tried; this machine has none, or refuses it to everybody")
            else:
                yield Probe(
                    name,
                    bool(seen),
                    f"{len(seen)} attempts succeed on this machine, none of them in here"
                    if seen
                    else "the attempt itself is broken: it finds nothing outside either",
                )


def find_inside(sandbox: Sandbox, text: str) -> Any:
    """What a probe finds in a room. Raises ``StudentFault`` where the probe fails."""
    with sandbox.open() as room:
        run = room.run([Cell("probe", text)])[0]
        if run.fault is not None:
            raise run.fault
        with room.check() as session:
            return session.get("found")


def find_outside(text: str) -> Any:
    """What a probe finds in an ordinary process of this machine."""
    program = f"{text}\nimport json; print(json.dumps(found))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else []


def leftovers(sandbox: Sandbox) -> Iterator[Probe]:
    """Files and processes that one submission leaves, looked for by the next one and from outside."""
    name = f"left-{secrets.token_hex(8)}"
    text = probes.LOOK_FOR_FILES.format(name=name)
    with sandbox.open() as room:
        room.run([Cell("leave", probes.LEAVE_FILES.format(name=name)), Cell("look", text)])
        with room.check() as session:
            own = session.get("found")
        on_host = [place for place in ("/tmp", "/dev/shm", Path.home()) if Path(place, name).exists()]
    later = find_inside(sandbox, text)
    for place in on_host:
        Path(place, name).unlink()
    yield Probe(
        "files are private and gone afterwards",
        len(own) == 3 and not on_host and not later,
        f"written in {len(own)} places; seen by this machine: {on_host or 'none'}, by the next room: {later or 'none'}",
    )
    marker = f"{600 + secrets.randbelow(300)}.{secrets.randbelow(10**9)}"
    with sandbox.open() as room:
        room.run([Cell("daemon", probes.DAEMON.format(marker=marker))])
        during = started(marker)
    time.sleep(0.1)
    after = running(marker)
    yield Probe(
        "no process survives its room",
        during == 1 and after == 0,
        f"a daemon in a session of its own: {during} while the room was open, {after} afterwards",
    )


def started(marker: str) -> int:
    """How many there are as soon as there is one, or after ten seconds."""
    for _ in range(100):
        if count := running(marker):
            return count
        time.sleep(0.1)
    return 0


def running(marker: str) -> int:
    """How many processes of this machine have ``marker`` as an argument."""
    count = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            count += marker.encode() in Path("/proc", name, "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
    return count


def reaching(sandbox: Sandbox) -> Iterator[Probe]:
    """For every limit one cell that reaches it and one that does not."""
    for which, (greedy, modest) in probes.REACHING.items():
        if which == "processes" and sandbox.mode == "bare":
            yield Probe("limit on processes", False, "kept only with bubblewrap")
            continue
        limits = SMALL
        if which == "time":
            limits = Limits(cell_seconds=3.0, memory_mb=300)
        elif which == "cpu":
            limits = msgspec.structs.replace(SMALL, cell_seconds=60.0)  # on a busy machine that is what it may take
        with sandbox.open(limits) as room:
            honest, attack, after = room.run([Cell("modest", modest), Cell("greedy", greedy), Cell("after", "1 + 1")])
        stopped = isinstance(attack.fault, LimitReached) and attack.fault.which == which
        ok = stopped and honest.fault is None and after.fault is None
        yield Probe(
            f"limit on {which}",
            ok,
            f"{attack.fault or 'not stopped'}; the cells before and after: "
            f"{honest.fault or 'ran'}, {after.fault or 'ran'}",
        )


def keras_room(isolation: Isolation) -> Probe:
    """Keras is where it belongs."""
    text = "import keras\nimport numpy as np\nfound = keras.ops.convert_to_numpy(keras.ops.ones((2, 3))) * 2"
    name = "Keras in the room of profile keras"
    try:
        with Sandbox("keras", isolation) as sandbox:
            found = find_inside(sandbox, text)
    except (RoomFault, StudentFault) as fault:
        return Probe(name, False, str(fault))
    right = getattr(found, "shape", None) == (2, 3) and bool((found == 2).all())
    return Probe(name, right, "computes")
