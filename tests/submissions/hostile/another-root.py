"""Leave by way of `chroot` and `pivot_root`, and by the root of another process.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def reached():
    import os

    for path in ("/tmp", "/proc/1/root", "/"):
        try:
            os.chroot(path)
            return True
        except OSError:
            continue
    return libc.syscall(155, b"/tmp", b"/tmp") == 0 or os.path.exists(os.path.join("/proc/1/root", "etc")) or os.path.exists(os.path.expanduser("~root/.ssh"))


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
