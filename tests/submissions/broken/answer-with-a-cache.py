"""A decorator that needs hashable arguments, which arrays are not.

threat: accident
expect: softmax=ERR
says: TypeError
"""
# %% softmax
from functools import lru_cache


@lru_cache
def softmax(z):
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
