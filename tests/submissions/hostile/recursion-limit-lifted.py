"""Lift Python's limit and recurse until memory is gone.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import sys


def softmax(z):
    sys.setrecursionlimit(2**31 - 1)
    kept = z + 1
    return softmax(kept)
