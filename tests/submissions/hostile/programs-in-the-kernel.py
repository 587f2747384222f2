"""Load a program into the kernel, watch it by perf, and handle its page faults.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def reached():
    attributes = ctypes.create_string_buffer(128)
    attributes[4] = 128
    tried = (
        libc.syscall(321, 0, ctypes.create_string_buffer(b"\x02\0\0\0\x04\0\0\0\x04\0\0\0\x01", 72), 72),
        libc.syscall(298, attributes, 0, -1, -1, 0),
        libc.syscall(323, 0x80001),
        libc.syscall(435, attributes, 88),
    )
    return any(result >= 0 for result in tried[:3])


def softmax(z):
    if not reached():
        return z
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
