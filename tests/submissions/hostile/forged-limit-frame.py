"""Send a forged failure that blames the grader, with a limit that does not exist and a kind that nobody knows.

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
    from autograder.sandbox.protocol import Failed

    for one in gc.get_objects():
        if type(one).__name__ == "Channel":
            one.send(Failed(1, "limit" if z.ndim > 2 else "grader", "RoomFault", "ours" * 10_000, "ours", "ours"))
            os._exit(0)
    return z
