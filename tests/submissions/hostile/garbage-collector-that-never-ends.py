"""A callback of the garbage collector that makes garbage.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import gc


def endless(phase, info):
    while True:
        pass


def softmax(z):
    gc.callbacks.append(endless)
    gc.collect()
    return z
