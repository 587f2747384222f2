"""The learnt scale counts without its signs."""

import numpy as np


def _softmax(z, axis=-1):
    p = np.exp(z - z.max(axis=axis, keepdims=True))
    return p / p.sum(axis=axis, keepdims=True)


def additive_attention(query, value, key, scale):
    pairs = query[:, :, None, :] + key[:, None, :, :]
    scores = np.sum(np.abs(scale) * np.tanh(pairs), axis=-1)
    return _softmax(scores) @ value
