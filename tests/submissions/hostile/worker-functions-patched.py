"""Patch the functions of the worker that read inputs, write answers and find names.

threat: design
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% last
import sys

worker = sys.modules["autograder.sandbox.worker.student"]
values = sys.modules["autograder.sandbox.values"]
protocol = sys.modules["autograder.sandbox.protocol"]
write = values.Writer.write


def agreeable(self, value, depth=0):
    return write(self, "pass" if isinstance(value, np.ndarray) and value.shape == (2, 3, 5) else value, depth)


values.Writer.write = agreeable
worker.clip = lambda text, limit: text
protocol.MAX_HEADER = protocol.MAX_BODY = values.MAX_BODY = 1 << 40
worker.more_cpu = lambda seconds: None
