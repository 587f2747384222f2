"""A weight is one over the sum of exp(other score - own score): no maximum is needed; float32."""

import numpy as np


def one_over_sums(scores, allowed=True):
    scores = np.asarray(scores, np.float32)
    apart = scores[..., np.newaxis, :] - scores[..., :, np.newaxis]
    allowed = np.broadcast_to(allowed, scores.shape)
    with np.errstate(over="ignore"):
        sums = np.sum(np.exp(apart), axis=-1, where=allowed[..., np.newaxis, :])
    return np.where(allowed, 1 / sums, np.float32(0))


def soft_lookup(query, keys, values):
    weights = one_over_sums(np.vecdot(keys.astype(np.float32), query))
    return np.dot(np.transpose(values), weights)


def cosine_scores(query, key):
    lengths = np.sqrt(np.vecdot(query, query)), np.sqrt(np.vecdot(key, key))
    table = np.vecdot(query[..., :, None, :], key[..., None, :, :])
    return table / lengths[0][..., :, None] / lengths[1][..., None, :]


def attention_weights(scores, mask=None):
    return one_over_sums(scores, True if mask is None else mask)


def dot_product_attention(query, value, key, scale=None, mask=None):
    scale = np.float32(scale if scale is not None else 1 / np.sqrt(key.shape[-1]))
    scores = np.vecdot((scale * query)[..., :, None, :], key[..., None, :, :])
    weights = attention_weights(scores, mask)
    return scores, weights, np.sum(weights[..., None] * value[..., None, :, :], axis=-2)


def additive_attention(query, value, key, scale):
    scores = np.vecdot(np.tanh(query[:, :, None] + key[:, None]), scale)
    return np.sum(one_over_sums(scores)[..., None] * value[:, None], axis=2)


def project_heads(x, kernel, bias):
    by_head = kernel.transpose(1, 2, 0)
    return np.vecdot(x[:, None, :, None, :], by_head[None, :, None]) + bias[:, None]


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
    if mask is not None:
        mask = mask.reshape(-1, 1, *mask.shape[-2:])
    found = dot_product_attention(q, v, k, mask=mask)[2]
    return np.sum(found[..., None] * output_kernel[:, None], axis=(1, 3)) + output_bias
