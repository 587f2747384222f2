"""Answer, and hang in a finalizer while the answer is let go.

threat: design
expect: softmax=LIMIT
"""
# %% softmax
import os
import time

here = os.getpid()


class Sticky(list):
    def __del__(self):
        while os.getpid() != here:
            time.sleep(1)


def softmax(z):
    return Sticky([Sticky(), 0.25])
