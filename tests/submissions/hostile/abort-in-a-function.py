"""End the process from inside a hidden check, with a core dump.

threat: resources
expect: softmax=ERR
says: crashed
"""
# %% softmax
import os


def softmax(z):
    os.abort()
