"""Catch whatever a timeout raises, KeyboardInterrupt included, and go on.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import time


def softmax(z):
    while True:
        try:
            time.sleep(60)
        except BaseException:
            continue
