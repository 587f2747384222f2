"""Answer a hidden call with word of a cell that has run, outputs and all, in the place of an answer.

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
    from autograder.sandbox.protocol import CellDone

    for one in gc.get_objects():
        if type(one).__name__ == "Channel":
            one.send(CellDone(b'[{"output_type": "stream", "name": "stdout", "text": "all passed"}]', 1, 0.0))
    return z
