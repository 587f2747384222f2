"""Returns (output, weights), as Keras does."""

import numpy as np


def _softmax(z, axis=-1):
    p = np.exp(z - z.max(axis=axis, keepdims=True))
    return p / p.sum(axis=axis, keepdims=True)


def dot_product_attention(query, value, key, scale=None, mask=None):
    if scale is None:
        scale = 1 / np.sqrt(key.shape[-1])
    scores = scale * (query @ np.swapaxes(key, -1, -2))
    masked = scores if mask is None else np.where(mask, scores, -1e9)
    weights = _softmax(masked)
    return weights @ value, weights
