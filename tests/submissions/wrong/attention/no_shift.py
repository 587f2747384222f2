"""The softmax is taken without a shift, in whatever precision there is."""

import numpy as np


def _project(x, kernel, bias):
    return np.einsum("blw,whs->bhls", x, kernel) + bias[:, None, :]


def dot_product_attention(query, value, key, scale=None, mask=None):
    if scale is None:
        scale = 1 / np.sqrt(key.shape[-1])
    scores = scale * (query @ np.swapaxes(key, -1, -2))
    masked = scores if mask is None else np.where(mask, scores, -1e9)
    weights = np.exp(masked) / np.exp(masked).sum(axis=-1, keepdims=True)
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
        scores = np.where(mask, scores, -1e9)
    found = (np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)) @ v
    return np.einsum("bhqs,hso->bqo", found, output_kernel) + output_bias
