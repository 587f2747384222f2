"""Where there are as many samples as heads, the masks of the samples lie on the heads."""

import numpy as np


def _softmax(z, axis=-1):
    p = np.exp(z - z.max(axis=axis, keepdims=True))
    return p / p.sum(axis=axis, keepdims=True)


def _project(x, kernel, bias):
    return np.einsum("blw,whs->bhls", x, kernel) + bias[:, None, :]


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
            mask = mask[None] if len(mask) == q.shape[1] else mask[:, None]
        scores = np.where(mask, scores, -1e9)
    found = _softmax(scores) @ v
    return np.einsum("bhqs,hso->bqo", found, output_kernel) + output_bias
