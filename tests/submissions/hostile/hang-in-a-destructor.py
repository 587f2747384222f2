"""The function returns at once; the destructor of what it leaves behind does not.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
class Slow:
    def __del__(self):
        while True:
            pass


def softmax(z):
    slow = Slow()
    return z
