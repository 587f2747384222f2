"""Decompress in memory, layer by layer, what compresses a thousand to one.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import zlib


def softmax(z):
    small = zlib.compress(zlib.compress(bytes(200 * 10**6)))
    return z + len(zlib.decompress(zlib.decompress(small)) * 40)
