"""Return a float, and set an int, of subclasses that compare as equal to everything.

threat: forging
expect: neuron=WRONG image_weights=WRONG
"""
# %% neuron
class Equal(float):
    __eq__ = lambda self, other: True  # noqa: E731
    __ne__ = lambda self, other: False  # noqa: E731
    __sub__ = __rsub__ = __abs__ = __float__ = lambda self, *other: 0.0  # noqa: E731
    __hash__ = float.__hash__


def neuron(x, w, b, activation):
    return Equal(0)
# %% image_weights
class Whole(int):
    __eq__ = lambda self, other: True  # noqa: E731
    __hash__ = lambda self: hash(32)  # noqa: E731


image_weights = Whole(1)
