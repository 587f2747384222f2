"""A graded function that sleeps and uses no processor time.

threat: resources
expect: softmax=LIMIT
"""
# %% softmax
import time


def softmax(z):
    time.sleep(1e9)
    return np.exp(z) / np.exp(z).sum(-1, keepdims=True)
