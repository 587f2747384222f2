"""Softmax as exp(score - logsumexp), in the precision of the inputs."""

import numpy as np
from scipy.special import logsumexp


def soft_lookup(query, keys, values):
    scores = keys @ query
    return np.exp(scores - logsumexp(scores)) @ values


def cosine_scores(query, key):
    def unit(x):
        return x / (x**2).sum(axis=-1, keepdims=True) ** 0.5

    return np.matmul(unit(query), np.transpose(unit(key), (*range(key.ndim - 2), key.ndim - 1, key.ndim - 2)))


def attention_weights(scores, mask=None):
    if mask is not None:
        scores = np.where(mask, scores, np.finfo(scores.dtype).min / 2)
    return np.exp(scores - logsumexp(scores, axis=-1, keepdims=True))


def dot_product_attention(query, value, key, scale=None, mask=None):
    # Both factors share the root, so that no product grows large.
    each = key.shape[-1] ** -0.25
    scores = (query * each) @ (key * each).swapaxes(-1, -2)
    if scale is not None:
        scores = query @ key.swapaxes(-1, -2) * scale
    weights = attention_weights(scores, mask)
    return scores, weights, weights @ value


def additive_attention(query, value, key, scale):
    # tanh through the exponential function
    pairs = query[:, :, None] + key[:, None]
    scores = ((2 / (1 + np.exp(-2 * pairs)) - 1) * scale).sum(axis=-1)
    return attention_weights(scores) @ value
