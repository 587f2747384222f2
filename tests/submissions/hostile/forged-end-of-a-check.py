"""Send a forged word that the check has ended, with statuses that no process ever had.

threat: forging
expect: softmax=ERR
"""
# %% softmax
import gc
import os

here = os.getpid()


def softmax(z):
    if os.getpid() == here:
        return z
    from autograder.sandbox.protocol import Ended

    for one in gc.get_objects():
        if type(one).__name__ == "Channel":
            one.send(Ended({2: 1 << 40, 3: -(1 << 62)}[z.ndim]))
    return z
