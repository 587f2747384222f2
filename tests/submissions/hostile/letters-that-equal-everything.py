"""Answer a choice with letters that are equal to every letter, in a set that is equal to every set.

threat: forging
expect: output_activations=WRONG universal=WRONG
"""
# %% output_activations
class Letter(str):
    __eq__ = lambda self, other: True  # noqa: E731
    __hash__ = lambda self: hash("a")  # noqa: E731
    strip = lower = lambda self: self  # noqa: E731


class Letters(set):
    __eq__ = __contains__ = lambda self, other: True  # noqa: E731
    __and__ = __rand__ = lambda self, other: other  # noqa: E731
    __sub__ = __rsub__ = lambda self, other: set()  # noqa: E731


output_activations = Letters({Letter("b")})
# %% universal
universal = Letters()
