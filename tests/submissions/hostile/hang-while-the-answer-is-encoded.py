"""The answer is a list whose iterator never ends: the hang comes after the call.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
class Endless(list):
    def __iter__(self):
        while True:
            pass


def softmax(z):
    return Endless([1.0])
