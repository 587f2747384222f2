"""Return a list that has no end when somebody iterates over it.

threat: design
expect: softmax=LIMIT
"""
# %% softmax
import itertools


class Endless(list):
    def __iter__(self):
        return itertools.repeat(0.25)

    def __len__(self):
        return 4


def softmax(z):
    return Endless()
