"""Stop the whole process group from inside a hidden check.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import os
import signal


def softmax(z):
    os.kill(0, signal.SIGSTOP)
    return z
