"""Stop oneself in the middle of a hidden call, so that no clock of this process runs.

threat: design
expect: softmax=LIMIT
"""
# %% softmax
import os
import signal

here = os.getpid()


def softmax(z):
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGSTOP)
    return z
