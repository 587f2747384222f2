"""Return an array made from a forged DLPack capsule.

threat: design
expect: softmax=ERR
"""
# %% softmax
import ctypes
import os

here = os.getpid()


class Forged:
    def __dlpack__(self, **kwargs):
        new = ctypes.pythonapi.PyCapsule_New
        new.restype, new.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
        self.name = ctypes.c_char_p(b"dltensor")
        return new(0xDEADBEEF000, self.name, None)

    def __dlpack_device__(self):
        return (1, 0)


def softmax(z):
    return z if os.getpid() == here else np.from_dlpack(Forged())
