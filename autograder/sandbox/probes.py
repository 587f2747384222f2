"""Pieces of code that try to leave the room. Each ends with ``found``: what it reached, empty where it reached nothing.

The same text runs inside a room, where it must find nothing, and outside, where it must find what was laid out for it:
a probe that finds nothing anywhere proves nothing.
"""

from __future__ import annotations

from typing import Final

NETWORK: Final = """
import socket
found = []
for family, address in ((socket.AF_INET, ("127.0.0.1", {port})), (socket.AF_UNIX, {abstract!r})):
    with socket.socket(family) as line:
        line.settimeout(2)
        try:
            line.connect(address)
            found.append(str(address))
        except OSError:
            pass
found += [name for _, name in socket.if_nameindex() if name != "lo"] if {interfaces} else []
"""

FILES: Final = """
import os
found = []
for path in {paths!r}:
    try:
        with open(path) as file:
            found.append(file.read())
    except OSError:
        pass
found += [name for name, value in os.environ.items() if value == {secret!r}]
"""

PROCESSES: Final = """
import os
found = []
for name in filter(str.isdigit, os.listdir("/proc")):
    try:
        with open(f"/proc/{{name}}/cmdline", "rb") as file:
            if {marker!r}.encode() in file.read():
                found.append(int(name))
    except OSError:
        pass
"""

WRITING: Final = """
import os
found = []
for folder in {folders!r}:
    path = os.path.join(folder, "written-by-a-probe")
    try:
        with open(path, "w"):
            found.append(folder)
        os.unlink(path)
    except OSError:
        pass
"""

LIBRARIES: Final = """
import importlib.machinery, os, sys
found = [name for name in {names!r} if importlib.machinery.PathFinder.find_spec(name)]
for root in {roots!r}:
    for folder, folders, _ in os.walk(root):
        # Adapters (in scipy) and type stubs (in jedi) bear the names without being the libraries.
        if "array_api_compat" not in folder and "typeshed" not in folder:
            found += [os.path.join(folder, name) for name in set(folders) & set({names!r})]
"""

PRIVILEGES: Final = """
import os
found = []
with open("/proc/self/status") as file:
    status = dict(line.split(":", 1) for line in file)
found += [name for name in ("CapPrm", "CapEff", "CapBnd", "CapAmb") if int(status[name], 16)]
found += [] if status["NoNewPrivs"].strip() == "1" else ["new privileges"]
found += ["root"] if os.geteuid() == 0 else []
"""

NAMESPACES: Final = """
import ctypes, os
if os.fork() == 0:
    os._exit(0 if ctypes.CDLL(None).unshare(0x10000000) == 0 else 1)
found = ["a user namespace"] if os.wait()[1] == 0 else []
with open("/proc/sys/user/max_user_namespaces") as file:
    number = int(file.read())
found += [f"{{number}} user namespaces"] if {counted} and number else []
"""

#: Writing here is forbidden by no mode, no mount and no namespace: the file belongs to whoever asks.
LANDLOCK: Final = """
found = []
for path in ("/proc/self/oom_score_adj", "/proc/self/coredump_filter", "/proc/self/timerslack_ns"):
    try:
        open(path, "r+").close()
        found.append(path)
    except OSError:
        pass
"""

LEAVE_FILES: Final = """
import os
for folder in ("/tmp", "/dev/shm", os.path.expanduser("~")):
    with open(os.path.join(folder, {name!r}), "w") as file:
        file.write("left behind")
"""

LOOK_FOR_FILES: Final = """
import os
found = [f for f in ("/tmp", "/dev/shm", os.path.expanduser("~")) if os.path.exists(os.path.join(f, {name!r}))]
"""

DAEMON: Final = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv("/bin/sleep", ["sleep", {marker!r}])
    os._exit(0)
os.wait()
"""

#: For every limit a cell that reaches it, and one that stays below it and must run.
REACHING: Final = {
    "time": ("import time; time.sleep(60)", "import time; time.sleep(0.05)"),
    "cpu": ("while True: pass", "sum(range(10**5))"),
    "memory": ("x = bytearray(10**9)", "x = bytearray(10**7)"),
    "processes": (
        "import os, time\nfor _ in range(500):\n    if os.fork() == 0:\n        time.sleep(60)\n        os._exit(0)",
        "import os\nif os.fork() == 0:\n    os._exit(0)\nos.wait()",
    ),
    "files": ("open('big', 'wb').write(bytes(10**8))", "open('small', 'wb').write(bytes(10**6))"),
    "output": ("print('x' * 10**6)", "print('x' * 10**3)"),
}
