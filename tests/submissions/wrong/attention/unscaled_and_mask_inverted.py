"""Scores are not scaled by default, and True means masked."""

import numpy as np


def _softmax(z, axis=-1):
    p = np.exp(z - z.max(axis=axis, keepdims=True))
    return p / p.sum(axis=axis, keepdims=True)


def dot_product_attention(query, value, key, scale=None, mask=None):
    if scale is None:
        scale = 1.0
    scores = scale * (query @ np.swapaxes(key, -1, -2))
    masked = scores if mask is None else np.where(mask, -1e9, scores)
    weights = _softmax(masked)
    return scores, weights, weights @ value
