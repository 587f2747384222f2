"""Read the environment and the command lines of every process that can be seen.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import os
from pathlib import Path


def reached():
    found = False
    for process in filter(str.isdigit, os.listdir("/proc")):
        for name in ("environ", "cmdline", "maps"):
            try:
                text = Path("/proc", process, name).read_bytes()
            except OSError:
                continue
            print(process, name, text[:2000])
            found = found or (name == "environ" and b"PATH" in text and process != str(os.getpid()))
    return found and b"COURSE" in b"".join(os.environb)


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
# %% first
from pathlib import Path

for place in ("1", "self", str(__import__("os").getppid())):
    try:
        print(Path("/proc", place, "environ").read_bytes())
    except OSError as error:
        print(error)
