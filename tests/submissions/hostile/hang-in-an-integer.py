"""A subclass of int that thinks before it converts.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
class Number(int):
    def __int__(self):
        while True:
            pass


def softmax(z):
    return Number(1)
