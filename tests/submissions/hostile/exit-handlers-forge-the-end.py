"""Forge the exit code at the very end, with atexit handlers, finalizers and a replaced `os._exit`.

threat: forging
expect: softmax=ERR
"""
# %% softmax
import atexit
import os
import weakref

leave = os._exit
os._exit = lambda code: leave(0)


class Canary:
    pass


canary = Canary()
weakref.finalize(canary, leave, 0)
atexit.register(leave, 0)


def softmax(z):
    raise ValueError
