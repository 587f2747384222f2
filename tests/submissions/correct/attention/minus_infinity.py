"""Masks with minus infinity, also in the scores that are returned, and softmax by SciPy."""

import numpy as np
from scipy.special import softmax


def soft_lookup(query, keys, values):
    return softmax(np.dot(keys, query)).dot(values)


def attention_weights(scores, mask=None):
    hidden = scores if mask is None else np.where(mask, scores, -np.inf)
    return softmax(hidden, axis=-1)


def dot_product_attention(query, value, key, scale=None, mask=None):
    factor = np.sqrt(1 / key.shape[-1]) if scale is None else scale
    scores = np.matmul(query, key.swapaxes(-2, -1)) * factor
    if mask is not None:
        scores[~np.broadcast_to(mask, scores.shape)] = -np.inf
    weights = softmax(scores, axis=-1)
    return scores, weights, np.matmul(weights, value)


def additive_attention(query, value, key, scale):
    weights = softmax(np.tanh(np.expand_dims(query, 2) + np.expand_dims(key, 1)) @ scale, axis=2)
    return weights @ value


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
    def split(x, kernel, bias):
        return (np.tensordot(x, kernel, axes=1) + bias).transpose(0, 2, 1, 3)

    q, k, v = (
        split(query, query_kernel, query_bias),
        split(key, key_kernel, key_bias),
        split(value, value_kernel, value_bias),
    )
    if mask is not None:
        mask = np.broadcast_to(mask, (len(query), query.shape[1], key.shape[1]))[:, None]
    found = dot_product_attention(q, v, k, mask=mask)[2].transpose(0, 2, 1, 3)
    return np.tensordot(found, output_kernel, axes=2) + output_bias
