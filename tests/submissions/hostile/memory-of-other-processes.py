"""Attach to the parent and to process 1, by ptrace, by /proc and by the calls that copy memory.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def reached():
    import os

    for process in (os.getppid(), 1):
        if process and libc.ptrace(16, process, 0, 0) == 0:
            return True
        if process and libc.syscall(310, process, None, 0, None, 0, 0) == 0:
            return True
        try:
            with open(f"/proc/{process}/mem", "rb+", buffering=0) as memory:
                memory.seek(0x400000)
                return bool(memory.read(8))
        except OSError:
            continue
    return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
