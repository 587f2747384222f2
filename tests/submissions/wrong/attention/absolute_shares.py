"""Weights are absolute similarities divided by their sum."""

import numpy as np


def soft_lookup(query, keys, values):
    s = keys @ query
    w = np.abs(s) / np.abs(s).sum()
    return w @ values
