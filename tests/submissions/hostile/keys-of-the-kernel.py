"""Leave the answer in a keyring, which knows no namespace of processes or files.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def reached():
    keyrings = (-3, -4, -5)  # of the session, of the user, of the user's session
    return any(libc.syscall(248, b"user", b"answer", b"yes", 3, ring) > 0 for ring in keyrings) or (
        libc.syscall(249, b"user", b"answer", None, -4) > 0 or libc.syscall(250, 0, -4, 1) > 0
    )


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
