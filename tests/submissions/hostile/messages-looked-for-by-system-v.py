"""The neighbour for whom the note was left.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def reached():
    for key in range(0x5D1F0C77, 0x5D1F0C79):
        if libc.msgget(key, 0o600) >= 0 or libc.semget(key, 1, 0o600) >= 0 or libc.shmget(key, 10, 0o600) >= 0:
            return True
    return libc.mq_open(b"/forwardpass-queue", 0, 0, None) >= 0


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
