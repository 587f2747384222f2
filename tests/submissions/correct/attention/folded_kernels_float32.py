"""Products of kernels are formed first, in float32: no query, key or value is ever projected alone for the heads."""

import numpy as np


def soft_lookup(query, keys, values):
    scores = np.float32(query)[None, :] @ np.float32(keys).T
    scores = scores - scores.max()
    return (np.exp(scores) @ np.float32(values) / np.exp(scores).sum())[0]


def cosine_scores(query, key):
    return (query @ key.swapaxes(-1, -2)) / np.sqrt(
        (query * query).sum(-1)[..., :, None] * (key * key).sum(-1)[..., None, :]
    )


def attention_weights(scores, mask=None):
    """The shift is the largest of the allowed scores, and powers are multiplied with the mask."""
    allowed = np.float32(True if mask is None else mask)
    largest = np.max(scores, axis=-1, keepdims=True, where=allowed > 0, initial=np.float32(-1e9))
    powers = np.exp(np.minimum(scores - largest, np.float32(0))) * allowed
    return powers / powers.sum(axis=-1, keepdims=True)


def dot_product_attention(query, value, key, scale=None, mask=None):
    factor = np.float32(np.sqrt(key.shape[-1]) if scale is None else 1)
    scores = (query / factor) @ np.swapaxes(key, -1, -2)
    if scale is not None:
        scores = scores * np.float32(scale)
    weights = attention_weights(scores, mask)
    return scores, weights, weights @ value


def additive_attention(query, value, key, scale):
    # scale * tanh(x) = scale - 2 scale / (1 + exp(2 x)), and scale alone cannot change a softmax
    grown = np.exp(2 * query)[:, :, None] * np.exp(2 * key)[:, None]
    return attention_weights((-2 / (1 + grown)) @ scale) @ value


def project_heads(x, kernel, bias):
    ones = np.ones_like(x[..., :1])
    matrix = np.concatenate([kernel, bias[None]]).swapaxes(0, 1)
    return np.concatenate([x, ones], axis=-1)[:, None] @ matrix


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
    root = np.float32(np.sqrt(query_kernel.shape[-1]))
    both = np.einsum("ahs,bhs->hab", query_kernel, key_kernel) / root
    by_query_bias = np.einsum("hs,bhs->hb", query_bias, key_kernel) / root
    out = np.einsum("whs,hso->hwo", value_kernel, output_kernel)
    shift = np.einsum("hs,hso->o", value_bias, output_kernel) + output_bias
    total = shift
    for h in range(len(both)):
        scores = (query @ both[h] + by_query_bias[h]) @ key.swapaxes(1, 2)
        total = total + attention_weights(scores, mask) @ (value @ out[h])
    return total
