"""A daemon started from inside a hidden check, meant to answer for the checks that come later.

threat: resources
expect: softmax=WRONG
"""
# %% softmax
import os
import time


def softmax(z):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal_of_life = open(os.path.expanduser("~/daemon"), "w")
            time.sleep(1e9)
        os._exit(0)
    return z
