"""Masked scores are set to -20."""

import numpy as np


def _softmax(z, axis=-1):
    p = np.exp(z - z.max(axis=axis, keepdims=True))
    return p / p.sum(axis=axis, keepdims=True)


def _project(x, kernel, bias):
    return np.einsum("blw,whs->bhls", x, kernel) + bias[:, None, :]


def attention_weights(scores, mask=None):
    if mask is not None:
        scores = np.where(mask, scores, -20)
    p = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return p / p.sum(axis=-1, keepdims=True)


def dot_product_attention(query, value, key, scale=None, mask=None):
    if scale is None:
        scale = 1 / np.sqrt(key.shape[-1])
    scores = scale * (query @ np.swapaxes(key, -1, -2))
    masked = scores if mask is None else np.where(mask, scores, -20.0)
    weights = _softmax(masked)
    return scores, weights, weights @ value


def multi_head_attention(
    query,
    value,
    key,
    query_kernel,
    query_bias,
    key_kernel,
    key_bias,
    value_kernel,
    value_bias,
    output_kernel,
    output_bias,
    mask=None,
):
    q = _project(query, query_kernel, query_bias)
    k = _project(key, key_kernel, key_bias)
    v = _project(value, value_kernel, value_bias)
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    if mask is not None:
        if mask.ndim == 3:
            mask = mask[:, None]
        scores = np.where(mask, scores, -20)
    found = _softmax(scores) @ v
    return np.einsum("bhqs,hso->bqo", found, output_kernel) + output_bias
