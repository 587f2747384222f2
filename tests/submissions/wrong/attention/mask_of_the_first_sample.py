"""The mask of the first sample is used for all."""

import numpy as np


def _softmax(z, axis=-1):
    p = np.exp(z - z.max(axis=axis, keepdims=True))
    return p / p.sum(axis=axis, keepdims=True)


def attention_weights(scores, mask=None):
    if mask is not None:
        scores = np.where(mask[:1] if mask.ndim == 3 else mask, scores, -1e9)
    p = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return p / p.sum(axis=-1, keepdims=True)


def dot_product_attention(query, value, key, scale=None, mask=None):
    if scale is None:
        scale = 1 / np.sqrt(key.shape[-1])
    scores = scale * (query @ np.swapaxes(key, -1, -2))
    masked = scores if mask is None else np.where(mask[:1] if mask.ndim == 3 else mask, scores, -1e9)
    weights = _softmax(masked)
    return scores, weights, weights @ value
