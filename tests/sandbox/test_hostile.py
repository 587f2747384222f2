"""What a submission tries against its room, and what it costs: that item, never the next one."""

from __future__ import annotations

from contextlib import suppress

import pytest

from autograder.sandbox import (
    Cell,
    Crashed,
    LimitReached,
    Limits,
    Raised,
    Sandbox,
    StudentFault,
    cgroup,
)
from autograder.sandbox.room import Patience

from .conftest import PATIENT, TIGHT

FAST = Limits(
    cell_seconds=1.5, check_seconds=0.7, memory_mb=300, processes=24, file_mb=16, open_files=128, output_bytes=100_000
)
HEAD = "import ctypes, os, signal, subprocess, sys, threading, time\nimport numpy as np\nbefore = 1"
ONE = "\ndef one(): return 1"

CELLS = {
    "an endless loop": ("while True: pass", "time"),
    "a long sleep": ("time.sleep(1e9)", "time"),
    "a lock that is never released": ("lock = threading.Lock(); lock.acquire(); lock.acquire()", "time"),
    "every signal ignored": (
        "for s in set(range(1, 32)) - {9, 19}: signal.signal(s, signal.SIG_IGN)\nwhile True: pass",
        "time",
    ),
    "itself stopped": ("os.kill(os.getpid(), signal.SIGSTOP)", "time"),
    "an endless C call": ("ctypes.CDLL(None).pause()", "time"),
    "a hang in a destructor": ("class D:\n    def __del__(self): time.sleep(1e9)\nd = D(); del d", "time"),
    "memory at once": ("x = bytearray(10**10)", "memory"),
    "memory bit by bit": ("x = []\nwhile True: x.append(np.ones(10**6))", "memory"),
    "a fork bomb": ("while True:\n    if os.fork() == 0: time.sleep(60)", "processes"),
    "a thread bomb": ("while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()", None),
    "one huge file": ("open('f', 'wb').write(bytes(10**8))", "files"),
    "a sparse file": ("open('f', 'wb').truncate(10**12)", "files"),
    "many small files": ("for i in range(10**6): open(f'f{i}', 'w').close()", "files"),
    "shared memory": ("open('/dev/shm/f', 'wb').write(bytes(10**8))", "files"),
    "file descriptors": ("x = [open('/dev/null') for _ in range(10**4)]", "files"),
    "a long line": ("print('x' * 30_000_000)", "output"),
    "a flood on stderr": ("sys.stderr.write('x' * 10**6)", "output"),
    "a flood from a child": ("x = subprocess.run('head -c 1000000 /dev/zero', shell=True)", "output"),
    "an exception with a long message": ("raise ValueError('x' * 10**7)", "output"),
    "exceptions without end": (
        "while True:\n    try: 1 / 0\n    except ZeroDivisionError: get_ipython().showtraceback()",
        "time",
    ),
    "output that is cleared again": (
        "from IPython.display import clear_output\nfor _ in range(100): print('x' * 10**4); clear_output(wait=True)",
        "nothing",
    ),
    "a large picture": ("from IPython.display import HTML\nHTML('x' * 10**6)", "output"),
    "a segmentation fault": ("ctypes.string_at(0)", "crash"),
    "deep C recursion": ("exec('(' * 10**5)", None),
    "an exit": ("os._exit(0)", "crash"),
    "the exit code of a failed room": ("os._exit(255)", "crash"),
    "the end of everybody": ("os.kill(-1, signal.SIGKILL)", None),
    "the end of init": ("os.kill(1, signal.SIGKILL)", None),
    "init traced": ("assert ctypes.CDLL(None).ptrace(16, 1, 0, 0) == -1", None),
    "its own limits lowered": (
        "import resource\nfor r in (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC): resource.setrlimit(r, (0, 0))",
        None,
    ),
    "its channel closed": ("os.closerange(3, 100)", "any"),
    "nonsense on its channel": (
        "for fd in range(3, 20):\n    if os.path.exists(f'/proc/self/fd/{fd}'): os.write(fd, bytes(range(256)) * 9)",
        "any",
    ),
    "stdout replaced": ("sys.stdout = sys.stderr = None", None),
    "stdout closed": ("os.close(1); os.close(2)", None),
    "the shell dismantled": ("get_ipython().run_cell = get_ipython().events.trigger = None", None),
    "the trace function set": ("sys.settrace(lambda *a: 1 / 0); threading.settrace(lambda *a: 1 / 0)", None),
    "fork handlers": ("os.register_at_fork(after_in_child=lambda: os._exit(3))", None),
    "a hanging fork handler": ("os.register_at_fork(after_in_child=lambda: time.sleep(60))", None),
    "an audit hook": (
        "def hook(name, args):\n    if name == 'os.fork': raise OSError('no')\nsys.addaudithook(hook)",
        None,
    ),
    "garbage collection": ("import gc\ngc.callbacks.append(lambda *a: 1 / 0); gc.set_threshold(1)", None),
    "every builtin removed": ("import builtins\nfor n in ('len', 'isinstance', 'max'): delattr(builtins, n)", None),
    "an alarm clock": ("signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)", None),
    "a storm of timers": (
        "for clock, number in ((0, signal.SIGALRM), (1, signal.SIGVTALRM), (2, signal.SIGPROF)):\n"
        "    signal.signal(number, lambda *a: None); signal.setitimer(clock, 1e-4, 1e-4)",
        None,
    ),
    "every signal blocked": ("signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\nwhile True: pass", "time"),
    "threads that never give way": (
        "sys.setswitchinterval(1e9)\ndef spin():\n    while True: pass\n"
        "threading.Thread(target=spin, daemon=True).start(); time.sleep(0.01)",
        "time",
    ),
    "threads that always give way": ("sys.setswitchinterval(1e-9)", "nothing"),
    "an import lock held by a thread": (
        "import _imp\ndef hold():\n    _imp.acquire_lock(); time.sleep(60)\n"
        "threading.Thread(target=hold, daemon=True).start(); time.sleep(0.05)",
        None,
    ),
    "a logging lock held by a thread": (
        "import logging\ndef hold():\n    logging._lock.acquire(); time.sleep(60)\n"
        "threading.Thread(target=hold, daemon=True).start(); time.sleep(0.05)",
        None,
    ),
    "a fork handler that hangs before the fork": ("os.register_at_fork(before=lambda: time.sleep(60))", None),
    "a fork handler that hangs after the fork": ("os.register_at_fork(after_in_parent=lambda: time.sleep(60))", None),
    "a fork handler that forks": ("os.register_at_fork(after_in_child=os.fork)", None),
    "an audit hook against everything": ("sys.addaudithook(lambda *a: 1 / 0)", None),
    "an audit hook that hangs": ("sys.addaudithook(lambda *a: time.sleep(60))", "time"),
    "garbage collection that hangs": (
        "import gc\ngc.callbacks.append(lambda *a: time.sleep(60)); gc.set_threshold(1)\nx = [[] for _ in range(99)]",
        "time",
    ),
    "a profiler that raises": ("sys.setprofile(lambda *a: 1 / 0); threading.setprofile(lambda *a: 1 / 0)", None),
    "clocks that stand still": (
        "time.time = time.monotonic = time.perf_counter = lambda: 0.0\n"
        "signal.setitimer = signal.alarm = lambda *a: None",
        None,
    ),
    "init stopped": ("os.kill(os.getppid(), signal.SIGSTOP)", None),
    "init stopped by a descriptor": ("signal.pidfd_send_signal(os.pidfd_open(os.getppid()), signal.SIGSTOP)", None),
    "init's limits": ("import resource\nresource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))", "raises"),
    "init's priority": ("os.setpriority(os.PRIO_PROCESS, os.getppid(), 19); os.nice(19)", None),
    "no memory left to itself": ("import resource\nresource.setrlimit(resource.RLIMIT_AS, (1, 1))", None),
    "no files left to itself": ("import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))", None),
    "no CPU left to itself": (
        "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass",
        "any",
    ),
    "no stack left to itself": ("import resource\nresource.setrlimit(resource.RLIMIT_STACK, (1, 1))", None),
    "a filter of its own against everything": (
        "import pyseccomp\npyseccomp.SyscallFilter(pyseccomp.KILL_PROCESS).load()",
        "crash",
    ),
    "a filter of its own against answers": (
        "import pyseccomp\nown = pyseccomp.SyscallFilter(pyseccomp.ALLOW)\n"
        "for name in ('sendto', 'sendmsg', 'write'): own.add_rule(pyseccomp.ERRNO(1), name)\nown.load()",
        "any",
    ),
    "hidden from its owner": ("ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)\nwhile True: pass", "time"),
    "another program in its place": ("os.execv('/bin/true', ['true'])", "crash"),
    "another program that stays": ("os.execv('/bin/sleep', ['sleep', '60'])", "any"),
    "its working folder removed": (
        "import shutil\nshutil.rmtree(os.getcwd(), ignore_errors=True); os.chdir('/')",
        None,
    ),
    "a keyring": ("assert ctypes.CDLL(None).syscall(250, 0, -3, 0) == -1", None),
    "its memory locked": ("assert ctypes.CDLL(None).mlockall(3) == -1", "nothing"),
    "System V shared memory": (
        "libc = ctypes.CDLL(None)\nfor _ in range(9999):\n    if libc.shmget(0, 2**24, 0o1600) == -1: break",
        None,
    ),
    "message queues": ("libc = ctypes.CDLL(None)\nwhile libc.msgget(0, 0o1600) != -1: pass", None),
}


class Turns(Patience):
    """How long each cell in turn may take: an attack ends soon, honest cells take what a busy machine lets them."""

    def __init__(self, *turns: float) -> None:
        self.turns = list(turns)

    @property
    def seconds(self) -> float:
        """For the next cell."""
        return self.turns.pop(0)

    def used_up(self) -> None:
        """No matter."""


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_costs_itself_and_the_cells_around_it_run(name: str, sandbox: Sandbox) -> None:
    attack, expected = CELLS[name]
    with sandbox.open(PATIENT) as room:
        if expected in ("time", "any", None):
            last = FAST if expected is None else PATIENT
            room.cell_patience = Turns(PATIENT.cell_seconds, FAST.cell_seconds, last.cell_seconds)
        head, cell, tail = room.run(
            [Cell("head", HEAD + ONE), Cell("attack", attack), Cell("tail", "after = before + 1")]
        )
        assert head.fault is None
        if expected == "any":
            assert isinstance(cell.fault, StudentFault)
        elif expected == "crash":
            assert isinstance(cell.fault, Crashed)
        elif expected == "raises":
            assert isinstance(cell.fault, Raised)
        elif expected == "nothing":
            assert cell.fault is None
        elif expected is not None:
            assert isinstance(cell.fault, LimitReached) and cell.fault.which == expected
        if expected is not None:
            assert tail.fault is None
            with room.check() as session:
                assert (session.call("one").value, session.get("after")) == (1, 2)
        else:
            # What the cell changed may cost it its checks; a ``RoomFault`` would say that the fault were ours.
            with suppress(StudentFault), room.check(FAST) as session:
                assert session.call("one").value == 1
    # Whatever happened: the next submission is as good as the first.
    with sandbox.open() as room:
        assert room.run([Cell("next", HEAD + ONE)])[0].fault is None
        with room.check() as session:
            assert session.call("one").value == 1


CALLS = {
    "loops": ("while True: pass", LimitReached),
    "sleeps with the alarm off": ("signal.signal(signal.SIGALRM, signal.SIG_IGN); time.sleep(60)", LimitReached),
    "stops itself": ("os.kill(os.getpid(), signal.SIGSTOP)", LimitReached),
    "crashes": ("ctypes.string_at(0)", Crashed),
    "exits as if all were well": ("os._exit(0)", Crashed),
    "raises SystemExit": ("raise SystemExit(0)", Raised),
    "raises KeyboardInterrupt": ("raise KeyboardInterrupt", Raised),
    "recurses": ("return attack()", Raised),
    "takes memory": ("return np.ones(10**9)", LimitReached),
    "forks": ("while True:\n        if os.fork() == 0: time.sleep(60)", LimitReached),
    "prints": ("print('x' * 10**6)", LimitReached),
    "raises what cannot be shown": ("class E(Exception):\n        __str__ = None\n    raise E", Raised),
    "leaves a name that is no name": ("raise type('\\ud800' * 10**5, (Exception,), {})('\\ud800')", Raised),
    "kills the room": ("os.kill(os.getppid(), signal.SIGKILL); time.sleep(60)", StudentFault),
    "stops the room": ("os.kill(os.getppid(), signal.SIGSTOP); os._exit(0)", StudentFault),
    "stops its parent by a descriptor": (
        "signal.pidfd_send_signal(os.pidfd_open(os.getppid()), signal.SIGSTOP); os._exit(0)",
        StudentFault,
    ),
    "limits its parent": ("import resource; resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))", Raised),
    "takes its own memory away": (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (1, 1)); return np.ones(10**7)",
        StudentFault,
    ),
    "becomes another program": ("os.execv('/bin/sleep', ['sleep', '60'])", StudentFault),
    "leaves its group": ("os.setpgid(0, os.getpgid(os.getppid())); time.sleep(60)", LimitReached),
    "leaves with a session of its own": ("os.fork() and os._exit(0); os.setsid(); time.sleep(60)", StudentFault),
    "leaves a daemon with its channel": ("os.fork() or time.sleep(60); os._exit(0)", StudentFault),
    "closes its channel": ("os.closerange(3, 100)", StudentFault),
    "writes nonsense into its channel": (
        "[os.write(f, b'x' * 4096) for f in range(3, 20) if os.path.exists(f'/proc/self/fd/{f}')]",
        StudentFault,
    ),
    "hangs while its answer is written": (
        "class H(dict):\n        def items(self): time.sleep(60)\n    return H(a=1)",
        LimitReached,
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_call_costs_its_check_and_the_next_check_is_whole(name: str, sandbox: Sandbox) -> None:
    body, expected = CALLS[name]
    with sandbox.open(PATIENT) as room:
        assert room.run([Cell("all", f"{HEAD}{ONE}\ndef attack():\n    {body}\n")])[0].fault is None
        fast = FAST if expected in (LimitReached, StudentFault) else None
        with room.check(fast) as session, pytest.raises(expected):
            session.call("attack")
        with room.check() as session:
            assert session.call("one").value == 1


def test_a_forged_report_of_a_cell_is_a_crash(sandbox: Sandbox) -> None:
    forge = """
from autograder.sandbox.protocol import CellDone, encode
import os, stat
frame = encode(CellDone(b'[{"output_type": "no such kind"}]', 1, 0.0, limit="no such limit"))
for fd in range(3, 20):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode): os.write(fd, frame)
    except OSError: pass
"""
    with sandbox.open(PATIENT) as room:
        runs = room.run([Cell("a", "a = 1"), Cell("forge", forge), Cell("b", "b = a + 1")])
        assert isinstance(runs[1].fault, Crashed) and runs[2].fault is None
        with room.check() as session:
            assert session.get("b") == 2


WORKER = """
import os, sys
sys.path[:0] = {path!r}
from autograder.sandbox.protocol import Call, CellDone, Channel, Check, End, Ended, Result
from autograder.sandbox.values import Writer
import socket
channel = Channel(socket.socket(fileno={channel}))
channel.send(CellDone(b"[]", 1, 0.0))
while True:
    message, _ = channel.receive()
    if isinstance(message, Call):
        writer = Writer()
        for value in (42, (), {{}}):
            writer.write(value)
        channel.send(Result(message.number, writer.nodes, ""), writer.body)
    elif isinstance(message, End):
        channel.send(Ended(0))
"""
FORGE = f"""
import os, stat, sys
for fd in range(20, 2, -1):  # the event loop's own sockets come after the channel
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode): channel = fd
    except OSError:
        pass
os.set_inheritable(channel, True)
text = {WORKER!r}.format(path=sys.path, channel=channel)
os.execv(sys.executable, [sys.executable, "-I", "-c", text])
"""


def test_a_worker_of_its_own_can_only_give_answers(sandbox: Sandbox) -> None:
    with sandbox.open(PATIENT) as room:
        runs = room.run([Cell("forge", FORGE)])
        assert runs[0].fault is None
        with room.check() as session:
            assert session.call("any_name_at_all").value == 42
    with sandbox.open() as room:
        assert room.run([Cell("next", HEAD + ONE)])[0].fault is None


def test_processes_of_one_check_do_not_weigh_on_the_next(sandbox: Sandbox) -> None:
    source = f"{HEAD}\ndef leave():\n    for _ in range(15):\n        if os.fork() == 0: time.sleep(60)\n    return 1"
    with sandbox.open(TIGHT) as room:
        room.run([Cell("all", source)])
        for _ in range(3):
            with room.check() as session:
                assert session.call("leave").value == 1


MANY = """
import os, signal, time
import numpy as np
children = []
for _ in range(12):
    child = os.fork()
    if child == 0:
        x = np.ones(32 * 2**20)
        time.sleep(25)
        os._exit(0)
    children.append(child)
ended, status = os.wait()
killed = int(os.WIFSIGNALED(status))
for child in set(children) - {ended}:
    os.kill(child, signal.SIGKILL)
"""


@pytest.mark.parametrize("groups", [True, False], ids=["as this machine does it", "by polling"])
def test_the_memory_of_many_processes_is_bounded(groups: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not groups:
        monkeypatch.setattr(cgroup, "places", dict)
    assert ("polled" in cgroup.describe()) == (not cgroup.places())
    with Sandbox("numpy", limits=TIGHT) as sandbox, sandbox.open(Limits(memory_mb=300, cell_seconds=30.0)) as room:
        fault = room.run([Cell("all", MANY)])[0].fault
        if fault is None:
            with room.check() as session:
                assert session.get("killed") > 0
        else:
            assert isinstance(fault, LimitReached) and fault.which == "memory"
