"""Return a million small values, and a dict of a hundred thousand keys that all have the same hash.

threat: design
expect: softmax=WRONG
"""
# %% softmax
class Key(str):
    __hash__ = lambda self: 7  # noqa: E731


def softmax(z):
    if z.ndim > 2:
        return {Key(number): number for number in range(2000)}
    return [[0.25] * 1000] * 1000
