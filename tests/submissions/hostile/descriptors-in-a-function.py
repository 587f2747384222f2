"""Use up all descriptors in a hidden check, so that the answer cannot be sent.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import os


def softmax(z):
    while True:
        os.dup(0)
