"""Send a forged answer made of handles and opaque values, with a dict for the inputs and numbers that do not exist.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
import gc
import os

here = os.getpid()


def softmax(z):
    if os.getpid() == here:
        return z
    from autograder.sandbox.protocol import Result
    from autograder.sandbox.values import Kept, Many, Named, Stayed

    nodes = [Kept(-7, "ndarray"), Many("tuple", 1), Stayed("x", "y" * 5000), Named(["z", "z", "z"]), *[Kept(0, "")] * 3]
    for one in gc.get_objects():
        if type(one).__name__ == "Channel":
            one.send(Result(1, nodes, "x" * 1_000_000))
            os._exit(0)
    return z
