"""Kill the worker, the parent of every check, from inside a check, and wait.

threat: design
expect: softmax=ERR
"""
# %% softmax
import os
import signal
import time

here = os.getpid()


def softmax(z):
    if os.getpid() != here:
        os.kill(here, signal.SIGKILL)
        time.sleep(1)
    return z
