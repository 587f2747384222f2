"""What a submission tries against its room, and what it costs: that item, never the next one."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.sandbox import (
    Cell,
    Crashed,
    LimitReached,
    Limits,
    Opaque,
    Raised,
    Sandbox,
    StudentFault,
)

from .conftest import TIGHT

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
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_costs_itself_and_the_cells_around_it_run(name: str, sandbox: Sandbox) -> None:
    attack, expected = CELLS[name]
    with sandbox.open(FAST) as room:
        head, cell, tail = room.run(
            [Cell("head", HEAD + ONE), Cell("attack", attack), Cell("tail", "after = before + 1")]
        )
        assert head.fault is None
        if expected == "any":
            assert isinstance(cell.fault, StudentFault)
        elif expected == "crash":
            assert isinstance(cell.fault, Crashed)
        elif expected == "nothing":
            assert cell.fault is None
        elif expected is not None:
            assert isinstance(cell.fault, LimitReached) and cell.fault.which == expected
        if expected is not None:
            assert tail.fault is None
            with room.check() as session:
                assert (session.call("one").value, session.get("after")) == (1, 2)
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
    with sandbox.open(FAST) as room:
        assert room.run([Cell("all", f"{HEAD}{ONE}\ndef attack():\n    {body}\n")])[0].fault is None
        with room.check() as session, pytest.raises(expected):
            session.call("attack")
        with room.check() as session:
            assert session.call("one").value == 1


@pytest.mark.parametrize(
    "expression",
    [
        "type('A', (), {'__eq__': lambda s, o: True})()",
        "type('A', (np.ndarray,), {'__eq__': lambda s, o: True})(3)",
        "np.ma.masked_all(3)",
        "(i for i in range(3))",
        "np.array([object()])",
        "lambda: 1",
        "np.broadcast_to(np.float64(1), (10**6, 10**6))",
        "type('A', (), {'__array__': lambda *a, **k: 1 / 0})()",
        "type('A', (), {'__array_interface__': {'shape': (2**40,), 'data': (1, False), 'typestr': '<f8'}})()",
        "{1: 2}",
        "'\\ud800'",
    ],
)
def test_what_pretends_to_be_an_answer_stays_inside(expression: str, sandbox: Sandbox) -> None:
    with sandbox.open(FAST) as room:
        room.run([Cell("all", f"import numpy as np\ndef attack(): return [1, {expression}]")])
        with room.check() as session:
            value = session.call("attack").value
    assert value[0] == 1 and isinstance(value[1], Opaque)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("type('I', (int,), {'__eq__': lambda s, o: True})(3)", 3),
        ("type('L', (list,), {'__len__': lambda s: 0})([1])", [1]),
        ("type('S', (str,), {'__eq__': lambda s, o: True})('a')", "a"),
        ("type('D', (dict,), {'get': None})(a=1)", {"a": 1}),
        ("__import__('collections').namedtuple('P', 'x y')(1, 2)", (1, 2)),
    ],
)
def test_subclasses_arrive_as_what_they_are_underneath(expression: str, value: object, sandbox: Sandbox) -> None:
    with sandbox.open(FAST) as room:
        room.run([Cell("all", f"def attack(): return {expression}")])
        with room.check() as session:
            found = session.call("attack").value
    assert found == value and type(found) is type(value)


def test_an_array_that_numpy_was_patched_for_arrives_as_its_bytes(sandbox: Sandbox) -> None:
    patch = "np.allclose = np.array_equal = np.testing.assert_allclose = lambda *a, **k: True"
    source = f"import numpy as np\n{patch}\ndef f(): return np.zeros(2)"
    with sandbox.open(FAST) as room:
        room.run([Cell("all", source)])
        with room.check() as session:
            np.testing.assert_array_equal(session.call("f").value, np.zeros(2))


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
    with sandbox.open(FAST) as room:
        runs = room.run([Cell("a", "a = 1"), Cell("forge", forge), Cell("b", "b = a + 1")])
        assert isinstance(runs[1].fault, Crashed) and runs[2].fault is None
        with room.check() as session:
            assert session.get("b") == 2


def test_processes_of_one_check_do_not_weigh_on_the_next(sandbox: Sandbox) -> None:
    source = f"{HEAD}\ndef leave():\n    for _ in range(15):\n        if os.fork() == 0: time.sleep(60)\n    return 1"
    with sandbox.open(TIGHT) as room:
        room.run([Cell("all", source)])
        for _ in range(3):
            with room.check() as session:
                assert session.call("leave").value == 1


def test_the_memory_of_many_processes_is_bounded_where_the_kernel_has_groups(sandbox: Sandbox) -> None:
    from autograder.sandbox import cgroup

    source = """
import os, time
import numpy as np
children = []
for _ in range(12):
    child = os.fork()
    if child == 0:
        x = np.ones(32 * 2**20)
        time.sleep(1)
        os._exit(0)
    children.append(child)
killed = sum(os.WIFSIGNALED(os.waitpid(child, 0)[1]) for child in children)
"""
    with sandbox.open(Limits(memory_mb=300, cell_seconds=30.0)) as room:
        fault = room.run([Cell("all", source)])[0].fault
        if not cgroup.places():
            assert "no control group" in cgroup.describe()
            return
        if fault is None:
            with room.check() as session:
                assert session.get("killed") > 0
        else:
            assert isinstance(fault, LimitReached) and fault.which == "memory"
