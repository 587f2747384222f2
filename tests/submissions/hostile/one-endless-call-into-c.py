"""Stay for ever inside one call into C, where no Python handler runs: an addition of endless numbers.

threat: design
expect: softmax=LIMIT
"""
# %% softmax
import itertools
import os
import signal

here = os.getpid()


def softmax(z):
    if os.getpid() != here:
        signal.signal(signal.SIGALRM, lambda *args: None)
        sum(itertools.repeat(0))
    return z
