"""The same inside an array of objects, which NumPy saves by pickling it.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import os


class Payload:
    def __reduce__(self):
        return os.system, ("touch /tmp/unpickled-canary",)

    def __float__(self):
        return 1.0


def softmax(z):
    table = np.empty(z.shape, object)
    table[...] = Payload()
    return table
