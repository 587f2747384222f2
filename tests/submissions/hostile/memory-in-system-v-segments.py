"""System V segments outlive their detachment and count for no process.

threat: resources
expect: nothing
"""
# %% first
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
for _ in range(60):
    segment = libc.shmget(0, 50 * 2**20, 0o1600)
    place = libc.shmat(segment, None, 0)
    if segment < 0 or place in (None, 2**64 - 1):
        break
    ctypes.memset(place, 1, 50 * 2**20)
    libc.shmdt(ctypes.c_void_p(place))
