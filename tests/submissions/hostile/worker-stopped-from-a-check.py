"""Stop the worker, the parent of every check, from inside a check, and answer.

threat: design
expect: softmax=WRONG
"""
# %% softmax
import os
import signal

here = os.getpid()


def softmax(z):
    if os.getpid() != here:
        os.kill(here, signal.SIGSTOP)
    return z
