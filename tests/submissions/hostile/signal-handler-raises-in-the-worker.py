"""Let a timer raise exceptions in the worker's own code while the answer of a hidden call is on its way.

threat: design
expect: softmax=ERR
"""
# %% softmax
import os
import signal

here = os.getpid()


def interrupt(number, frame):
    raise KeyboardInterrupt


def softmax(z):
    if os.getpid() != here:
        signal.signal(signal.SIGVTALRM, interrupt)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0001, 0.0001)
        while True:
            pass
    return z
