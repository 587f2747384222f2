"""Take descriptors and memory out of other processes: `pidfd_getfd`, ptrace, `process_vm_readv`, /proc.

threat: design
expect: nothing
"""
# %% first
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(4096)
vector = (ctypes.c_ulong * 2)(ctypes.addressof(buffer), 4096)
for pid in (os.getppid(), 1, 2, 3):
    handle = libc.syscall(434, pid, 0)
    print(pid, [libc.syscall(438, handle, number, 0) for number in range(8)], ctypes.get_errno())
    print(libc.ptrace(16, pid, 0, 0), ctypes.get_errno())
    print(libc.syscall(310, pid, vector, 1, vector, 1, 0), ctypes.get_errno(), buffer.raw.strip(b"\0"))
    try:
        print(os.listdir(f"/proc/{pid}/fd"))
    except OSError as error:
        print(error)
