"""Pretend that TensorFlow is loaded, and return a tensor whose `numpy` method is code of one's own.

threat: keras
expect: softmax=WRONG
"""
# %% softmax
import sys
from types import ModuleType


class Tensor:
    def __init__(self, z):
        self.z = z

    def numpy(self):
        frame = sys._getframe()
        while frame := frame.f_back:
            for found in frame.f_locals.values():
                if type(found) is np.ndarray and found is not self.z and found.shape == self.z.shape:
                    return found
        return self.z

    def __array__(self, *args, **kwargs):
        return self.z


def softmax(z):
    sys.modules["tensorflow"] = ModuleType("tensorflow")
    return Tensor(z)
