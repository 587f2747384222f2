"""Return an object whose `__class__` claims to be an ndarray, with methods that find the right bytes later.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
class Pretender:
    __class__ = property(lambda self: np.ndarray)
    shape, size, dtype = (3, 4), 12, np.dtype("<f4")

    def astype(self, *args, **kwargs):
        return self

    def tobytes(self):
        return b"\0" * 48


def softmax(z):
    return Pretender()
