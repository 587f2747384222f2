"""Look into every process that can be seen: command line, environment, working folder, descriptors, memory, mounts.

threat: secrets
expect: nothing
"""
# %% first
import os
from pathlib import Path

for folder in Path("/proc").iterdir():
    if folder.name.isdigit():
        for name in ("cmdline", "environ", "maps", "mountinfo", "stack", "syscall", "wchan", "limits"):
            try:
                print(folder, name, (folder / name).read_bytes()[:1500])
            except OSError as error:
                print(folder, name, error)
        for name in ("cwd", "root", "exe"):
            try:
                print(os.readlink(folder / name), os.listdir(folder / name))
            except OSError as error:
                print(error)
