"""Read the environment behind Python's back, from the C library and from the stack of the process.

threat: secrets
expect: nothing
"""
# %% first
import ctypes
import re
from pathlib import Path

libc = ctypes.CDLL(None)
libc.getenv.restype = ctypes.c_char_p
print(libc.getenv(b"COURSE_CANARY"), libc.secure_getenv)
environ, place = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ"), 0
while environ[place]:
    print(environ[place])
    place += 1
stack = re.search(r"^(\w+)-(\w+) .*\[stack\]$", Path("/proc/self/maps").read_text(), re.M)
start, end = (int(part, 16) for part in stack.groups())
with open("/proc/self/mem", "rb", 0) as memory:
    memory.seek(end - 8192)
    print(re.findall(rb"[ -~]{8,}", memory.read(8192)))
