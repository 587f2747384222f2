"""Return an array whose memory is an address that does not exist, by `__array_interface__`.

threat: design
expect: softmax=ERR
"""
# %% softmax
import os

here = os.getpid()


class Anywhere:
    __array_interface__ = {"shape": (3, 4), "typestr": "<f4", "data": (0xDEADBEEF000, False), "version": 3}


def softmax(z):
    return z if os.getpid() == here else np.asarray(Anywhere())
