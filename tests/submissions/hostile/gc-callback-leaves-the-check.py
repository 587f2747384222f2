"""Leave the process from a garbage collection that the graded function provokes after its answer is made.

threat: design
expect: softmax=ERR
"""
# %% softmax
import gc
import os

here = os.getpid()


def leave(phase, info):
    if os.getpid() != here:
        os._exit(0)


def softmax(z):
    if os.getpid() != here:
        gc.callbacks.append(leave)
        gc.collect()
    return z
