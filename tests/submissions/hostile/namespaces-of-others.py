"""Enter the namespaces of process 1 and of the parent, where more can be seen.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def reached():
    import os

    for process in (1, os.getppid()):
        for kind in ("user", "mnt", "net", "pid", "ipc"):
            try:
                descriptor = os.open(f"/proc/{process}/ns/{kind}", os.O_RDONLY)
            except OSError:
                continue
            if libc.setns(descriptor, 0) == 0:
                return True
    return False


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
