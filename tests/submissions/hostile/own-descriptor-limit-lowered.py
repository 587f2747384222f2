"""Lower the limit of open descriptors to none in a hidden call, so that the worker can wait for nothing after it.

threat: design
expect: softmax=WRONG
"""
# %% softmax
import os
import resource

here = os.getpid()


def softmax(z):
    if os.getpid() != here:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    return z
