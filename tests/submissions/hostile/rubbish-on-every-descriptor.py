"""Write rubbish and pickles on every descriptor that the process has inherited.

threat: forging
expect: softmax=ERR
"""
# %% softmax
import os
import pickle

here = os.getpid()


def softmax(z):
    if os.getpid() == here:
        return z
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2:
            try:
                os.write(int(name), pickle.dumps(z) + os.urandom(64))
            except OSError:
                continue
    return z
