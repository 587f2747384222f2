"""The mask comes after softmax, and the rows are normalised once more."""

import numpy as np


def attention_weights(scores, mask=None):
    e = np.exp(scores - scores.max(-1, keepdims=True))
    weights = e / e.sum(-1, keepdims=True)
    if mask is not None:
        weights = weights * mask
        weights = weights / weights.sum(-1, keepdims=True)
    return weights


def dot_product_attention(query, value, key, scale=None, mask=None):
    scores = query @ np.moveaxis(key, -1, -2)
    scores = scores / np.sqrt(key.shape[-1]) if scale is None else scores * scale
    weights = attention_weights(scores, mask)
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
    batch, heads = len(query), query_kernel.shape[1]

    def split(x, kernel, bias):
        flat = x @ kernel.reshape(len(kernel), -1) + bias.reshape(-1)
        return flat.reshape(batch, x.shape[1], heads, -1).swapaxes(1, 2)

    q, k, v = (
        split(query, query_kernel, query_bias),
        split(key, key_kernel, key_bias),
        split(value, value_kernel, value_bias),
    )
    if mask is not None and mask.ndim == 3:
        mask = np.repeat(mask[:, None], heads, axis=1)
    _, _, found = dot_product_attention(q, v, k, None, mask)
    joined = found.swapaxes(1, 2).reshape(batch, query.shape[1], -1)
    return joined @ output_kernel.reshape(-1, output_kernel.shape[-1]) + output_bias
