"""Uses the example of an earlier cell in place of its argument.

threat: accident
expect: softmax=WRONG
"""
# %% first
import numpy as np

x = np.array([[1.0, 2.0, 3.0]])
# %% softmax
def softmax(z):
    powers = np.exp(x - x.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
