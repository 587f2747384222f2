"""Scores the other way round, (keys, queries): softmax over the rows, values from the left; float32."""

import numpy as np


def softmax_over_keys(columns):
    """Softmax over the axis before the last one."""
    powers = np.exp(columns - columns.max(axis=-2, keepdims=True))
    return powers * (1 / powers.sum(axis=-2, keepdims=True))


def turn(x):
    return np.moveaxis(x, -1, -2)


def soft_lookup(query, keys, values):
    weights = softmax_over_keys((keys @ query.astype(np.float32)).reshape(-1, 1))
    return (values.T @ weights)[..., 0]


def cosine_scores(query, key):
    key_columns = turn(key) / np.sqrt(np.square(turn(key)).sum(axis=-2, keepdims=True))
    query_columns = turn(query) / np.sqrt(np.square(turn(query)).sum(axis=-2, keepdims=True))
    return turn(turn(key_columns) @ query_columns)


def attention_weights(scores, mask=None):
    columns = turn(scores)
    if mask is not None:
        columns = np.where(turn(np.broadcast_to(mask, scores.shape)), columns, np.float32(-1e9))
    return turn(softmax_over_keys(columns))


def dot_product_attention(query, value, key, scale=None, mask=None):
    root = np.float32(np.sqrt(key.shape[-1]))
    columns = key @ turn(query)
    columns = columns / root if scale is None else columns * np.float32(scale)
    weights = attention_weights(turn(columns), mask)
    return turn(columns), weights, turn(turn(value) @ turn(weights))


def additive_attention(query, value, key, scale):
    columns = (scale * np.tanh(key[:, :, np.newaxis] + query[:, np.newaxis])).sum(axis=3)
    return turn(turn(value) @ softmax_over_keys(columns))


def project_heads(x, kernel, bias):
    columns = kernel.transpose(1, 2, 0) @ turn(x)[:, np.newaxis]
    return turn(columns + bias[..., np.newaxis])


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
    q, k = project_heads(query, query_kernel, query_bias), project_heads(key, key_kernel, key_bias)
    v = project_heads(value, value_kernel, value_bias)
    over_heads = mask[:, np.newaxis] if mask is not None and mask.ndim == 3 else mask
    found = dot_product_attention(q, v, k, None, over_heads)[2]
    columns = output_kernel.transpose(0, 2, 1) @ turn(found)
    return turn(columns.sum(axis=1) + output_bias[:, np.newaxis])
