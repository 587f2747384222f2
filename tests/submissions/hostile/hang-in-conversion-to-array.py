"""Pose as a tensor of TensorFlow, whose conversion sleeps.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import sys
import time
import types


class Tensor:
    def numpy(self):
        time.sleep(1e9)

    __array__ = numpy


def softmax(z):
    sys.modules["tensorflow"] = types.ModuleType("tensorflow")
    return Tensor()
