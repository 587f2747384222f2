"""Return an array that lies over the memory of the interpreter: what is found there is sent as an answer.

threat: design
expect: softmax=WRONG
"""
# %% softmax
class There:
    def __init__(self, z):
        at = (id(z) // 4096) * 4096
        self.__array_interface__ = {"shape": z.shape, "typestr": "<f4", "data": (at, True), "version": 3}


def softmax(z):
    return np.asarray(There(z))
