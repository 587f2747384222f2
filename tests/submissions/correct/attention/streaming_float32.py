"""Softmax in one pass over blocks of two keys, with a running maximum, sum and output, as fast kernels do; float32."""

import numpy as np

BLOCK = 2


def stream(scores, value):
    """Output, running maximum and running sum; scores (..., queries, keys) with -inf under the mask."""
    largest = np.full((*scores.shape[:-1], 1), -np.inf, np.float32)
    total = np.zeros_like(largest)
    out = np.zeros((*scores.shape[:-1], value.shape[-1]), np.float32)
    for start in range(0, scores.shape[-1], BLOCK):
        block = scores[..., start : start + BLOCK]
        grown = np.maximum(largest, block.max(axis=-1, keepdims=True))
        shift = np.where(np.isneginf(grown), np.float32(0), grown)
        shrink, powers = np.exp(largest - shift), np.exp(block - shift)
        total = total * shrink + powers.sum(axis=-1, keepdims=True)
        out = out * shrink + powers @ value[..., start : start + BLOCK, :]
        largest = grown
    return out / total, largest, total


def hide(scores, mask):
    scores = np.asarray(scores, np.float32)
    return scores if mask is None else np.where(mask, scores, np.float32(-np.inf))


def soft_lookup(query, keys, values):
    columns = np.asarray(values, np.float32).reshape(len(values), -1)
    scores = (np.asarray(keys, np.float32) @ query)[None]
    return stream(scores, columns)[0][0].reshape(values.shape[1:])


def cosine_scores(query, key):
    out = np.zeros((*query.shape[:-1], key.shape[-2]), np.float32)
    query_square = key_square = np.float32(0)
    for d in range(query.shape[-1]):
        q, k = query[..., d, None], key[..., None, :, d]
        out += q * k
        query_square, key_square = query_square + q * q, key_square + k * k
    return out / (np.sqrt(query_square) * np.sqrt(key_square))


def attention_weights(scores, mask=None):
    scores = hide(scores, mask)
    _, largest, total = stream(scores, np.zeros((scores.shape[-1], 1), np.float32))
    return np.exp(scores - largest) / total


def dot_product_attention(query, value, key, scale=None, mask=None):
    scale = np.float32(1 / np.sqrt(key.shape[-1]) if scale is None else scale)
    scores = np.matmul(query, np.swapaxes(key, -2, -1)) * scale
    hidden = hide(scores, mask)
    out, largest, total = stream(hidden, value)
    return scores, np.exp(hidden - largest) / total, out


def additive_attention(query, value, key, scale):
    scores = np.zeros((*query.shape[:-1], key.shape[-2]), np.float32)
    for d, factor in enumerate(scale):
        scores += factor * np.tanh(query[..., d, None] + key[..., None, :, d])
    return stream(scores, value)[0]


def project_heads(x, kernel, bias):
    out = np.zeros((len(x), kernel.shape[1], x.shape[1], kernel.shape[2]), np.float32)
    for d in range(x.shape[-1]):
        out += x[:, None, :, d, None] * kernel[d][:, None, :]
    return out + bias[:, None]


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
    if mask is not None and mask.ndim > 2:
        mask = mask[:, None]
    found = dot_product_attention(q, v, k, mask=mask)[2]
    out = np.zeros((len(query), query.shape[1], len(output_bias)), np.float32) + output_bias
    for h in range(found.shape[1]):
        out += found[:, h] @ output_kernel[h]
    return out
