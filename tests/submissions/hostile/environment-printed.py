"""Print every environment variable, of this process and of those above it, by every way to read them.

threat: secrets
expect: nothing
"""
# %% first
import os
from pathlib import Path

print(dict(os.environ), os.environb)
for pid in ("self", os.getppid(), 1, 2, 3):
    for name in ("environ", "cmdline", "status"):
        try:
            print(pid, name, Path(f"/proc/{pid}/{name}").read_bytes())
        except OSError as error:
            print(pid, name, error)
