"""Flat kernels of two axes; the heads become part of the batch, and the mask is repeated for them; float32."""

import numpy as np

LOWEST = np.finfo(np.float32).min


def softmax(x):
    x = x.astype(np.float32)
    x = x - np.amax(x, axis=-1, keepdims=True)
    np.exp(x, out=x)
    x /= np.sum(x, axis=-1, keepdims=True)
    return x


def soft_lookup(query, keys, values):
    weights = softmax(np.matmul(keys, query[:, np.newaxis]).squeeze(-1))
    return np.matmul(weights[np.newaxis], values.astype(np.float32).reshape(len(values), -1)).reshape(values.shape[1:])


def cosine_scores(query, key):
    product = np.matmul(query, key.swapaxes(-2, -1))
    norms = np.linalg.norm(query, axis=-1)[..., :, None] * np.linalg.norm(key, axis=-1)[..., None, :]
    return product / norms


def attention_weights(scores, mask=None):
    if mask is not None:
        scores = np.where(mask, scores, LOWEST)
    return softmax(scores)


def dot_product_attention(query, value, key, scale=None, mask=None):
    scale = np.float32(1.0 / np.sqrt(query.shape[-1])) if scale is None else np.float32(scale)
    q = query.reshape(-1, *query.shape[-2:])
    k = key.reshape(-1, *key.shape[-2:])
    v = value.reshape(-1, *value.shape[-2:])
    scores = (scale * q @ k.transpose(0, 2, 1)).reshape(*query.shape[:-1], key.shape[-2])
    weights = attention_weights(scores, mask)
    output = weights.reshape(-1, *weights.shape[-2:]) @ v
    return scores, weights, output.reshape(*query.shape[:-1], value.shape[-1])


def additive_attention(query, value, key, scale):
    batch, queries, width = query.shape
    keys = key.shape[1]
    pairs = np.repeat(query, keys, axis=1) + np.tile(key, (1, queries, 1))
    scores = np.tanh(pairs.reshape(-1, width)).dot(scale).reshape(batch, queries, keys)
    return softmax(scores) @ value


def project_heads(x, kernel, bias):
    width, heads, size = kernel.shape
    flat = x.reshape(-1, width).dot(kernel.reshape(width, heads * size))
    flat += bias.reshape(heads * size)
    return flat.reshape(len(x), -1, heads, size).transpose(0, 2, 1, 3)


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

    def merged(x, kernel, bias):
        split = project_heads(x, kernel, bias)
        return np.ascontiguousarray(split).reshape(batch * heads, x.shape[1], -1)

    q, k, v = (
        merged(query, query_kernel, query_bias),
        merged(key, key_kernel, key_bias),
        merged(value, value_kernel, value_bias),
    )
    if mask is not None:
        mask = np.repeat(np.broadcast_to(mask, (batch, query.shape[1], key.shape[1])), heads, axis=0)
    found = dot_product_attention(q, v, k, mask=mask)[2].reshape(batch, heads, query.shape[1], -1)
    joined = np.concatenate([found[:, h] for h in range(heads)], axis=-1)
    return joined @ output_kernel.reshape(joined.shape[-1], -1) + output_bias
