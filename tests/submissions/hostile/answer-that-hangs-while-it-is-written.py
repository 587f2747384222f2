"""Return numbers and texts whose conversions never return.

threat: design
expect: softmax=LIMIT
"""
# %% softmax
class Slow(int):
    def __int__(self):
        while True:
            pass

    __index__ = __float__ = bit_length = __int__


def softmax(z):
    return [Slow(1)] * 4
