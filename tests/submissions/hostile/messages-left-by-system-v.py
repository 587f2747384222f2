"""Queues, semaphores and segments that live in the kernel until somebody removes them: a note for a neighbour.

threat: host
expect: nothing
"""
# %% last
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
for key in range(0x5D1F0C77, 0x5D1F0C79):
    print(libc.msgget(key, 0o1600), libc.semget(key, 1, 0o1600), libc.shmget(key, 10, 0o1600))
print(libc.mq_open(b"/forwardpass-queue", 0o102, 0o600, None))
