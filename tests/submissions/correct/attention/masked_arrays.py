"""numpy.ma all the way: forbidden scores are masked, and zeros are filled in at the end."""

import numpy as np


def ma_softmax(scores):
    shifted = scores - scores.max(axis=-1)[..., np.newaxis]
    powers = np.ma.exp(shifted)
    return (powers / powers.sum(axis=-1)[..., np.newaxis]).filled(0)


def soft_lookup(query, keys, values):
    weights = ma_softmax(np.ma.array(np.ma.dot(keys, query)))
    return np.ma.average(values, axis=0, weights=weights) if values.ndim == 1 else np.asarray(np.dot(weights, values))


def cosine_scores(query, key):
    dots = np.ma.array(np.matmul(query, np.swapaxes(key, -1, -2)))
    lengths = [np.ma.sqrt(np.ma.sum(x * x, axis=-1)) for x in (query, key)]
    return (dots / (lengths[0][..., :, None] * lengths[1][..., None, :])).filled(0)


def attention_weights(scores, mask=None):
    hidden = np.zeros(scores.shape, bool)
    if mask is not None:
        hidden |= np.logical_not(mask)
    return ma_softmax(np.ma.masked_array(scores, mask=hidden))


def dot_product_attention(query, value, key, scale=None, mask=None):
    scores = np.matmul(query, np.swapaxes(key, -1, -2))
    scores = scores * (1 / np.sqrt(key.shape[-1])) if scale is None else scores * scale
    weights = attention_weights(scores, mask)
    return scores, weights, np.matmul(weights, value)


def additive_attention(query, value, key, scale):
    pairs = np.ma.array(query[:, :, None, :] + key[:, None, :, :])
    scores = np.ma.sum(np.ma.tanh(pairs) * scale, axis=-1)
    return np.matmul(ma_softmax(scores), value)


def project_heads(x, kernel, bias):
    return np.rollaxis(np.dot(x, kernel.reshape(len(kernel), -1)).reshape(*x.shape[:2], *bias.shape) + bias, 2, 1)


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
    q, k, v = (
        project_heads(query, query_kernel, query_bias),
        project_heads(key, key_kernel, key_bias),
        project_heads(value, value_kernel, value_bias),
    )
    if mask is not None:
        mask = np.expand_dims(mask, -3)
    found = dot_product_attention(q, v, k, None, mask)[2]
    return np.tensordot(found, output_kernel, axes=([1, 3], [0, 1])) + output_bias
