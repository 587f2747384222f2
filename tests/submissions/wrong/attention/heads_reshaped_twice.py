"""Heads are split by reshape and merged by reshape, without a transpose on either side."""

import numpy as np


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
    heads = query_kernel.shape[1]

    def split(x, kernel, bias):
        flat = x @ kernel.reshape(len(kernel), -1) + bias.reshape(-1)
        return flat.reshape(len(x), heads, x.shape[1], -1)

    q, k, v = (
        split(query, query_kernel, query_bias),
        split(key, key_kernel, key_bias),
        split(value, value_kernel, value_bias),
    )
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    if mask is not None:
        scores = np.where(mask[:, None] if mask.ndim == 3 else mask, scores, -1e9)
    e = np.exp(scores - scores.max(-1, keepdims=True))
    found = (e / e.sum(-1, keepdims=True)) @ v
    joined = found.reshape(len(query), query.shape[1], -1)
    return joined @ output_kernel.reshape(-1, output_kernel.shape[-1]) + output_bias
