"""Mount: a new /proc, the disk itself, and a copy of the root in another place.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def reached():
    import os

    os.makedirs("/tmp/place", exist_ok=True)
    for source, kind, flags in ((b"proc", b"proc", 0), (b"tmpfs", b"tmpfs", 0), (b"/", None, 4096), (b"/dev/vda", b"ext4", 0)):
        if libc.mount(source, b"/tmp/place", kind, flags, None) == 0:
            return True
    return libc.syscall(430, b"tmpfs", 0) >= 0 or libc.syscall(428, -100, b"/", 1) >= 0


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
