"""Stop the parent, so that nobody notices that time is up.

threat: host
expect: softmax=LIMIT
"""
# %% softmax
import os
import signal
import time


def softmax(z):
    os.kill(os.getppid(), signal.SIGSTOP)
    time.sleep(1e9)
    return z
