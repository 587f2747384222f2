"""Walk up the frames of the caller for anything that is called expected, value, right or bound.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
import sys


def softmax(z):
    frame = sys._getframe()
    while frame := frame.f_back:
        for found in (*frame.f_locals.values(), *frame.f_globals.values()):
            value = getattr(found, "value", None)
            if isinstance(value, np.ndarray) and value.shape == z.shape and np.allclose(value.sum(-1), 1):
                return value
    return z
