"""Send a forged answer that leaves out the inputs, so that no change to them can be found.

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
    from autograder.sandbox.protocol import Result
    from autograder.sandbox.values import Writer

    shifted = np.exp(z - z.max(-1, keepdims=True))
    writer = Writer()
    writer.write(shifted / shifted.sum(-1, keepdims=True))
    z[...] = 0
    for one in gc.get_objects():
        if type(one).__name__ == "Channel":
            one.send(Result(1, writer.nodes, ""), writer.body)
            os._exit(0)
    return z
