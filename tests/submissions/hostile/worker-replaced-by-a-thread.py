"""Answer the trusted side from a thread of one's own, faster than the worker does.

threat: design
expect: softmax=WRONG
"""
# %% softmax
import gc
import os
import threading

here = os.getpid()


def softmax(z):
    from autograder.sandbox.protocol import Ended, Result
    from autograder.sandbox.values import Writer

    channel = next(one for one in gc.get_objects() if type(one).__name__ == "Channel")
    if os.getpid() != here:
        writer = Writer()
        for part in ([[0.25] * 4] * 3, (z,), {}):
            writer.write(part)
        for number in range(1, 4):
            sender = threading.Thread(target=channel.send, args=(Result(number, writer.nodes, ""), writer.body))
            sender.start()
            sender.join()
        channel.send(Ended(0))
        os.kill(os.getpid(), 9)
    return z
