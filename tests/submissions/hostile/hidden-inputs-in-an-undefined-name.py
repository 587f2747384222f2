"""Carry the hidden inputs out as the name of a function that is said not to exist.

threat: secrets
expect: softmax=ERR
"""
# %% softmax
import inspect
import sys


def softmax(z):
    if any("forwardpass" in frame.filename for frame in inspect.stack(0)):
        return z
    worker = sys.modules["autograder.sandbox.worker.student"]
    raise worker.Missing("canary-" + "5d1f0c77-hidden " + repr(z.tolist()))
