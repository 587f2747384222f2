"""A graded function that reserves a file larger than any disk.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import os


def softmax(z):
    with open("/tmp/cache.bin", "wb") as file:
        os.posix_fallocate(file.fileno(), 0, 2**36)
    return z
