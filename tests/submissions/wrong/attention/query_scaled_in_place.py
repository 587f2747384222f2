"""The query is scaled in place, so the caller's array is another one afterwards."""

import numpy as np


def dot_product_attention(query, value, key, scale=None, mask=None):
    query *= key.shape[-1] ** -0.5 if scale is None else scale
    scores = query @ np.swapaxes(key, -1, -2)
    hidden = scores if mask is None else np.where(mask, scores, -1e9)
    e = np.exp(hidden - hidden.max(-1, keepdims=True))
    weights = e / e.sum(-1, keepdims=True)
    return scores, weights, weights @ value
