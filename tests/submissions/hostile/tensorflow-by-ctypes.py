"""Load TensorFlow's shared library with ctypes and call it without any Python package.

threat: keras
expect: softmax=ERR
"""
# %% softmax
import ctypes
from glob import glob


def softmax(z):
    names = ["libtensorflow.so.2", "libtensorflow_cc.so.2", "libtensorflow_framework.so.2", "libtorch_cpu.so"]
    names += glob("/room/lib/*/site-packages/tensorflow*/*.so*") + glob("/usr/lib/*/lib*tensorflow*")
    for name in names:
        try:
            library = ctypes.CDLL(name)
            library.TF_Version.restype = ctypes.c_char_p
            print(library.TF_Version())
        except OSError:
            continue
    raise OSError("no library was found")
