"""Raise an exception whose text is never ready.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
class Stuck(Exception):
    def __str__(self):
        while True:
            pass


def softmax(z):
    raise Stuck()
