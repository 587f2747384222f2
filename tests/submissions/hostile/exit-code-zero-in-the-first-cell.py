"""Leave the process before the first cell that could fail.

threat: forging
expect: softmax=WRONG
"""
# %% softmax
def softmax(z):
    return z
# %% first
import os

os._exit(0)
