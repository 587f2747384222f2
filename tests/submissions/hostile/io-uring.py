"""Ask for a ring of requests, which the kernel carries out past filters on system calls.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def reached():
    parameters = ctypes.create_string_buffer(120)
    return libc.syscall(425, 8, parameters) >= 0


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
