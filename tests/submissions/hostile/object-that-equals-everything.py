"""Return an object that is equal to everything, close to everything and true.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
class Anything:
    def __eq__(self, other):
        return True

    __ne__ = lambda self, other: False  # noqa: E731
    __le__ = __lt__ = __ge__ = __gt__ = __eq__
    __sub__ = __rsub__ = __abs__ = lambda self, *other: 0  # noqa: E731
    __hash__ = lambda self: 0  # noqa: E731
    shape, dtype, ndim, size = (3, 4), "float32", 2, 12


def softmax(z):
    return Anything()
