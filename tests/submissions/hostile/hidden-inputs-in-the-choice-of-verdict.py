"""Carry a bit out in the choice between a wrong answer, an exception and a crash.

threat: secrets
expect: softmax=ERR
"""
# %% softmax
import os


def softmax(z):
    if np.abs(z).max() > 400:
        raise ValueError
    if z.ndim > 2:
        os.abort()
    return z
