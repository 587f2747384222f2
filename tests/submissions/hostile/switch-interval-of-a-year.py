"""Set the switch interval to a year and keep the interpreter's lock in another thread.

threat: design
expect: softmax=LIMIT
"""
# %% softmax
import os
import sys
import threading
import time

here = os.getpid()


def spin():
    while True:
        pass


def softmax(z):
    if os.getpid() != here:
        sys.setswitchinterval(3e7)
        threading.Thread(target=spin, daemon=True).start()
        time.sleep(0.1)
    return z
