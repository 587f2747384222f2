"""Guess where the secret of the course lies: beside the gradebook, at home, in temporary folders, in the kernel's keyrings.

threat: secrets
expect: nothing
"""
# %% first
import ctypes
import os
from pathlib import Path

for folder in (".", "..", "../..", "/", Path.home(), "/tmp", "/run", "/dev/shm", "/run/secrets", f"/proc/{os.getppid()}/cwd"):
    for name in (".autograder/secret", ".autograder", "secret", "secret.key", "notes.txt", ".env", ".netrc", ".ssh/id_rsa"):
        path = Path(folder, name)
        try:
            print(path, path.read_bytes() if path.is_file() else path.exists() and os.listdir(path))
        except OSError as error:
            print(path, error)
print(Path("/proc/keys").exists() and Path("/proc/keys").read_text())
print(ctypes.CDLL(None).syscall(250, 0, -3, 0))
