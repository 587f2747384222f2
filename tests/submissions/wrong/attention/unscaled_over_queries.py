"""Scores are not scaled, and softmax runs over the queries."""

import numpy as np


def dot_product_attention(query, value, key, scale=None, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) * (1.0 if scale is None else scale)
    hidden = scores if mask is None else np.where(mask, scores, -1e9)
    e = np.exp(hidden - hidden.max(axis=-2, keepdims=True))
    weights = e / e.sum(axis=-2, keepdims=True)
    return scores, weights, weights @ value
