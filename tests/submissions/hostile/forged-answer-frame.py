"""Find the channel among the objects alive, and send a forged answer that claims a pass and a score.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
import gc
import os


def softmax(z):
    channels = [one for one in gc.get_objects() if type(one).__name__ == "Channel"]
    if not channels or in_check():
        return z
    from autograder.sandbox.protocol import Result
    from autograder.sandbox.values import Writer

    writer = Writer()
    for part in ({"verdict": "pass", "credit": 1.0, "score": 4}, (z,), {}):
        writer.write(part)
    channels[0].send(Result(1, writer.nodes, "4/4 passed"), writer.body)
    os._exit(0)


def in_check():
    import inspect

    return any("forwardpass" in frame.filename for frame in inspect.stack(0))
