"""Write frames that announce four gigabytes, and nodes that announce arrays larger than any memory.

threat: forging
expect: softmax=ERR
"""
# %% softmax
import os
import stat
import struct

here = os.getpid()


def softmax(z):
    if os.getpid() == here:
        return z
    for number in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                os.write(number, struct.pack("<II", 0xFFFFFFFF if z.ndim > 2 else 64, 0xFFFFFFFF) + b"\x81" * 256)
        except OSError:
            continue
    return z
