"""Become root in namespaces of one's own, which opens most of the kernel's doors.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def reached():
    import os
    import subprocess

    if any(libc.unshare(flag) == 0 for flag in (0x10000000, 0x00020000, 0x40000000, 0x20000000)):
        return True
    child = libc.syscall(56, 0x10000011, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    try:
        return child > 0 or subprocess.run(["unshare", "-Ur", "true"], capture_output=True).returncode == 0
    except OSError:
        return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
