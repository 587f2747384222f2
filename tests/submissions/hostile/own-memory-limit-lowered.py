"""Lower the limit of memory to what is in use, inside a hidden call, so that the answer cannot be written.

threat: design
expect: softmax=LIMIT
"""
# %% softmax
import os
import resource

here = os.getpid()


def softmax(z):
    if os.getpid() != here:
        pages = int(open("/proc/self/statm").read().split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * 4096, pages * 4096))
    return np.zeros((1000, 1000, 8))
